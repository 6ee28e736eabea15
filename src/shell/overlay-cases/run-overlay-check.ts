import { createReadStream } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { MalformedCase } from './case-format.ts';
import { checkOverlayCases, type OverlayReport } from './check-lines.ts';

export type OverlayCheckOptions = {
  /** Where the report goes as JSON; `-` is standard output. */
  readonly json?: string;
  readonly out?: (line: string) => void;
  readonly err?: (line: string) => void;
};

/** `plimsoll overlay check FILE`: 0 when all cases agree, 1 when one does not, 2 when the input is no such file. */
export const runOverlayCheck = async (file: string, options: OverlayCheckOptions = {}): Promise<number> => {
  const { json, out = console.log, err = console.error } = options;
  const started = performance.now();
  try {
    const report = await checkOverlayCases(await linesOf(file));
    const seconds = (performance.now() - started) / 1000;
    if (json !== '-') for (const line of summary(report, seconds)) out(line);
    if (json === '-') out(JSON.stringify(report, null, 2));
    else if (json !== undefined) await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
    return report.disagree.length === 0 ? 0 : 1;
  } catch (error) {
    if (!isInputError(error)) throw error;
    err(`${file}: ${error.message}`);
    return 2;
  }
};

/** A line error, or what the file system or the decompressor says about the file. */
const isInputError = (error: unknown): error is Error =>
  error instanceof MalformedCase || (error instanceof Error && 'code' in error && typeof error.code === 'string');

/** Lines of a file, gunzipped if it is gzip. */
const linesOf = async (file: string): Promise<AsyncIterable<string>> => {
  const isGzip = await startsAsGzip(file);
  const bytes = createReadStream(file);
  const text = isGzip ? bytes.pipe(createGunzip()) : bytes;
  if (isGzip) bytes.on('error', (error) => text.destroy(error));
  return readLines(text);
};

/** `readline` alone would lose the error of its input. */
async function* readLines(text: NodeJS.ReadableStream): AsyncGenerator<string> {
  let failure: unknown;
  const lines = createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  text.on('error', (error) => {
    failure = error;
    lines.close();
  });
  yield* lines;
  if (failure !== undefined) throw failure;
}

const startsAsGzip = async (file: string): Promise<boolean> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } finally {
    await handle.close();
  }
};

const shown = 20;

const summary = (report: OverlayReport, seconds: number): readonly string[] => [
  ...report.disagree
    .slice(0, shown)
    .flatMap(({ id, line, where, recorded, model }) => [
      `✗ ${id} (line ${line}): ${where}`,
      `    recorded: ${JSON.stringify(recorded) ?? 'nothing'}`,
      `    model:    ${JSON.stringify(model) ?? 'nothing'}`,
    ]),
  ...(report.disagree.length > shown ? [`… and ${report.disagree.length - shown} more`] : []),
  ...Object.entries(report.families).map(([name, { agree, cases }]) => `${name.padEnd(10)} ${agree} of ${cases}`),
  `${report.agree} of ${report.cases} cases agree (${Math.round(report.cases / seconds)} cases a second)`,
];
