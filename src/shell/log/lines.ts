import { isAscii, isUtf8 } from 'node:buffer';
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
  let seq = first;
  const blocks = new Blocks(source);
  for (let bytes = blocks.next(); bytes !== undefined; bytes = blocks.next()) {
    const whole = textOf(bytes);
    for (const text of whole === undefined ? linesBeforeDamage(bytes) : cut(whole)) {
      const record = { seq, text };
      seq += 1;
      const isLast = moreOf(text) === 0;
      if (isLast && command.length === 0) yield record;
      else {
        command.push(record);
        if (!isLast) continue;
        yield* command;
        command = [];
      }
    }
    if (whole === undefined) throw new BadInput(`${name}: line ${seq}: not UTF-8`);
  }
  if (blocks.isTooLong) throw new BadInput(`${name}: line ${seq}: longer than ${longestLine} bytes`);
  const [begun] = command;
  const bytes = command.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, blocks.rest);
  if (begun) onTorn?.({ line: begun.seq, bytes, why: 'its command is not complete' });
  else if (bytes > 0) onTorn?.({ line: seq, bytes, why: 'it has no newline at its end' });
}

/** Bytes of whole lines, as many as come at once: to decode and cut many together is several times faster than one by one. */
class Blocks {
  private readonly source: Source;
  private readonly chunk = Buffer.alloc(chunkSize);
  /** The beginning of a line whose end has not come yet. */
  private waiting: Buffer[] = [];
  /** How long that is. */
  rest = 0;
  isTooLong = false;

  constructor(source: Source) {
    this.source = source;
  }

  /** Valid until the next call; `undefined` at the end, and where a line is too long. */
  next(): Buffer | undefined {
    const { chunk } = this;
    for (let read = this.source(chunk); read > 0; read = this.source(chunk)) {
      const got = chunk.subarray(0, read);
      const end = got.lastIndexOf(newline) + 1;
      const begun = this.waiting;
      if (end === 0) begun.push(Buffer.from(got));
      else this.waiting = end === read ? [] : [Buffer.from(got.subarray(end))];
      this.rest = end === 0 ? this.rest + read : read - end;
      this.isTooLong = this.rest > longestLine;
      if (end > 0) return begun.length === 0 ? got.subarray(0, end) : Buffer.concat([...begun, got.subarray(0, end)]);
      if (this.isTooLong) return undefined;
    }
    return undefined;
  }
}

/** `undefined` when it is not UTF-8. A byte order mark is text like any other. */
const textOf = (bytes: Buffer): string | undefined => {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString() : undefined;
};

const cut = (text: string): readonly string[] => {
  const lines = text.split('\n');
  lines.pop();
  return lines;
};

const linesBeforeDamage = (bytes: Buffer): readonly string[] => {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    const text = textOf(bytes.subarray(from, end));
    if (text === undefined) break;
    lines.push(text);
    from = end + 1;
  }
  return lines;
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
