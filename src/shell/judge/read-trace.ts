import { readFileSync } from 'node:fs';
import { clientVerbs } from '../../core/commands/client/index.ts';
import { type DockerEventLine, type TraceHeader, type TraceLine, traceVersions } from '../../oracle/trace.ts';
import { BadInput } from '../bad-input.ts';
import { isData } from './data-shape.ts';

/** A trace's lines, each with its number in the file. */
export type Read = {
  readonly header: TraceHeader | undefined;
  readonly lines: readonly { readonly line: number; readonly it: Exclude<TraceLine, TraceHeader> }[];
  /** A recording says where it ends; an event stream just stops, though not in the middle of a line. */
  readonly isWhole: boolean;
};

type Fields = Readonly<Record<string, unknown>>;

/** A recording of `plimsoll record`, or what `docker events --format '{{json .}}'` printed. */
export const readTrace = (file: string): Read => {
  const text = textOf(file);
  const rows = text
    .split('\n')
    .map((row, at) => ({ row, line: at + 1 }))
    .filter(({ row }) => row.trim() !== '');
  if (rows.length === 0)
    throw new BadInput(`${file}: is empty; a trace has a line of JSON for each thing that happened`);
  const isTorn = rows.length > 1 && !text.endsWith('\n') && !isJson(rows.at(-1)?.row ?? '');
  const parsed = (isTorn ? rows.slice(0, -1) : rows).map(({ row, line }) => ({ line, it: fieldsOf(file, line, row) }));
  const [first] = parsed;
  if (first?.it.kind !== 'plimsoll-trace')
    return { header: undefined, lines: parsed.map(({ line, it }) => eventLine(file, line, it)), isWhole: !isTorn };
  const header = headerOf(file, first.it);
  const lines = parsed.slice(1).map(({ line, it }) => ({ line, it: checked(file, line, it) }));
  numbered(file, lines);
  const last = lines.at(-1);
  const isWhole = last?.it.kind === 'end' && !isTorn;
  if (isWhole && last.it.kind === 'end' && last.it.lines !== parsed.length)
    throw new BadInput(
      `${file}: has ${parsed.length} lines, but was finished with ${last.it.lines}: some were taken out or put in`,
    );
  return { header, lines, isWhole };
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new BadInput(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const isJson = (row: string): boolean => {
  try {
    JSON.parse(row);
    return true;
  } catch {
    return false;
  }
};

const fieldsOf = (file: string, line: number, row: string): Fields => {
  try {
    const it: unknown = JSON.parse(row);
    if (typeof it === 'object' && it !== null && !Array.isArray(it)) return it as Fields;
  } catch {
    // Said below.
  }
  throw new BadInput(`${file}:${line}: not a line of JSON: ${row.slice(0, 60)}`);
};

const headerOf = (file: string, it: Fields): TraceHeader => {
  if (!traceVersions.some((version) => version === it.version))
    throw new BadInput(
      `${file}: a trace of version ${JSON.stringify(it.version)}; this Plimsoll reads versions ${traceVersions.join(' and ')}`,
    );
  return it as TraceHeader;
};

const isRecord = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it);

const isTexts = (it: unknown): boolean =>
  it === undefined || it === null || (isRecord(it) && Object.values(it).every((value) => typeof value === 'string'));

const isEvent = (it: unknown): it is DockerEventLine =>
  isRecord(it) &&
  typeof it.Type === 'string' &&
  typeof it.Action === 'string' &&
  isRecord(it.Actor) &&
  typeof it.Actor.ID === 'string' &&
  isTexts(it.Actor.Attributes);

const isFound = (it: unknown): boolean =>
  it === undefined ||
  (isRecord(it) &&
    [it.status, it.startedAt, it.finishedAt].every((value) => typeof value === 'string') &&
    [it.running, it.paused].every((value) => typeof value === 'boolean') &&
    [it.pid, it.exitCode].every((value) => typeof value === 'number'));

const isAnswer = (it: unknown): boolean =>
  isRecord(it) &&
  (it.kind === 'done' ||
    (it.kind === 'refused' && typeof it.status === 'number' && typeof it.message === 'string') ||
    (it.kind === 'unsupported' && typeof it.why === 'string'));

const eventLine = (file: string, line: number, event: Fields): Read['lines'][number] => {
  if (!isEvent(event)) throw new BadInput(`${file}:${line}: neither a line of a trace nor an event of Docker`);
  return { line, it: { kind: 'event', event } };
};

/** What each kind of line must have, so that judging it can not fail. */
const shapes: Readonly<Record<string, (it: Fields) => boolean>> = {
  step: ({ n, line, ask, answer, changed }) =>
    typeof n === 'number' && typeof line === 'string' && isAsk(ask) && isAnswer(answer) && isRecord(changed),
  request: ({ n, method, path, status, query, before, after, data }) =>
    typeof n === 'number' &&
    typeof method === 'string' &&
    typeof path === 'string' &&
    typeof status === 'number' &&
    isTexts(query) &&
    [before, after].every((it) => it === undefined || typeof it === 'string') &&
    isData(data),
  event: ({ event, found }) => isEvent(event) && isFound(found),
  command: ({ argv, exitCode }) => Array.isArray(argv) && typeof exitCode === 'number',
  end: ({ lines }) => typeof lines === 'number',
};

const isAsk = (it: unknown): boolean =>
  isRecord(it) &&
  (it.do === 'exec'
    ? typeof it.container === 'string' && Array.isArray(it.argv) && it.argv.every((word) => typeof word === 'string')
    : isRecord(it.command) && typeof it.command.type === 'string' && Object.hasOwn(clientVerbs, it.command.type));

const checked = (file: string, line: number, it: Fields): Exclude<TraceLine, TraceHeader> => {
  const shape = typeof it.kind === 'string' && Object.hasOwn(shapes, it.kind) ? shapes[it.kind] : undefined;
  if (!shape?.(it)) throw new BadInput(`${file}:${line}: not a line of a trace (docs/trace.schema.json)`);
  return it as Exclude<TraceLine, TraceHeader>;
};

/** Steps are numbered without a gap: one that was taken out, doubled or moved is seen. */
const numbered = (file: string, lines: Read['lines']): void => {
  let next = 1;
  for (const { line, it } of lines)
    if (it.kind === 'step' && it.n !== next++)
      throw new BadInput(`${file}:${line}: step ${it.n} where step ${next - 1} belongs`);
};
