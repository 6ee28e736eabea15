import { BadInput } from '../bad-input.ts';
import type { LogRecord } from '../stores/store.ts';
import { moreOf } from './chain.ts';

/** Reads into a buffer what comes next; answers how much it was, 0 at the end. */
export type Source = (into: Buffer) => number;

export const chunkSize = 256 * 1024;
const newline = 0x0a;

/** Longer lines are refused, so that a file without newlines can not fill the memory. */
export const longestLine = 256 * 1024 * 1024;

/** A part of the end of a log that does not count: a write that was cut off. */
export type TornTail = {
  /** The line where it begins, and the bytes from there on. */
  readonly line: number;
  readonly bytes: number;
  readonly why: string;
};

export type LinesOptions = {
  readonly name: string;
  /** The number of the first line that comes. */
  readonly first?: number;
  /** Told at the end of a log that ends in the middle of a command. */
  readonly onTorn?: (tail: TornTail) => void;
};

/**
 * The lines of a log, read piece by piece: memory is bounded by the longest command. Half a line at the end, or half a
 * command, was never acknowledged: it is left out. Text that is not UTF-8 is bad input.
 */
export function* linesOf(source: Source, { name, first = 1, onTorn }: LinesOptions): Generator<LogRecord> {
  let command: LogRecord[] = [];
  let bytes = 0;
  const torn = yield* splitLines(source, name, first, function* (record, length) {
    if (command.length === 0 && moreOf(record.text) === 0) {
      yield record;
      return;
    }
    command.push(record);
    bytes += length;
    if (moreOf(record.text) > 0) return;
    yield* command;
    command = [];
    bytes = 0;
  });
  const [begun] = command;
  if (begun) onTorn?.({ line: begun.seq, bytes: bytes + torn.bytes, why: 'its command is not complete' });
  else if (torn.bytes > 0) onTorn?.({ ...torn, why: 'it has no newline at its end' });
}

type Take = (record: LogRecord, length: number) => Generator<LogRecord>;

function* splitLines(source: Source, name: string, first: number, take: Take) {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const chunk = Buffer.alloc(chunkSize);
  let waiting: Buffer[] = [];
  let length = 0;
  let seq = first;
  for (let read = source(chunk); read > 0; read = source(chunk)) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && end < read; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end);
      const bytes = waiting.length === 0 ? piece : Buffer.concat([...waiting, piece]);
      yield* take({ seq, text: decode(utf8, bytes, name, seq) }, bytes.length + 1);
      waiting = [];
      length = 0;
      seq += 1;
      from = end + 1;
    }
    if (from < read) waiting.push(Buffer.from(chunk.subarray(from, read)));
    length += read - from;
    if (length > longestLine) throw new BadInput(`${name}: line ${seq}: longer than ${longestLine} bytes`);
  }
  return { line: seq, bytes: length };
}

type Decoder = { decode(bytes: Uint8Array): string };

const decode = (utf8: Decoder, bytes: Uint8Array, name: string, line: number): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new BadInput(`${name}: line ${line}: not UTF-8`);
  }
};

/** What the system says, without Node's trimmings. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a directory';
  if (code === 'ENOTDIR') return 'not a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOSPC') return 'no space left on device';
  if (code === 'EDQUOT') return 'disk quota exceeded';
  if (code === 'EIO') return 'input/output error';
  if (code === 'EROFS') return 'read-only file system';
  return error instanceof Error ? error.message : String(error);
};
