import { goType, type Template, TemplateError, template } from '../template/index.ts';
import { alignColumns } from './table.ts';

/** One line of a list: what a template sees. Functions are fields with an argument, such as `.Label "x"`. */
export type Row = Readonly<Record<string, unknown>>;

export type Listing = {
  /** Go's name of a row, for error messages. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
};

/** A template that can not be read or run; the message is what `docker` prints. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Prints rows by a `--format`: every row through the template; `table …` puts headers above and aligns. */
export const printRows = (format: string, { type, headers, rows }: Listing): string => {
  const isTable = format.startsWith('table');
  const source = (isTable ? format.slice('table'.length).trim() : format)
    .replaceAll('\\t', '\t')
    .replaceAll('\\n', '\n');
  // Of all lists only that of containers has words of its own (measured).
  const isContainers = type === '*formatter.ContainerContext';
  const words = (what: string): string => (isContainers ? `failed to ${what} template: ` : 'template parsing error: ');
  const run = compiled(source, words('parse'));
  const print = (data: unknown): string => executed(run, data, words('execute'));
  // The client first looks which fields a format of containers wants, be there a container or not (measured).
  if (isContainers) print({ ...headers, Label: () => '', [goType]: type });
  const lines = rows.map((row) => print({ ...row, [goType]: type }));
  if (!isTable) return lines.map((line) => `${line}\n`).join('');
  return alignColumns([print(headers), ...lines, ''].join('\n'));
};

const compiled = (source: string, prefix: string): Template => {
  try {
    return template(source);
  } catch (error) {
    throw asFormatError(error, prefix);
  }
};

const executed = (run: Template, data: unknown, prefix: string): string => {
  try {
    return run(data);
  } catch (error) {
    throw asFormatError(error, prefix);
  }
};

const asFormatError = (error: unknown, prefix: string): unknown =>
  error instanceof TemplateError ? new FormatError(`${prefix}${error.located()}`) : error;
