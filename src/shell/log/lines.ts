import { isAscii, isUtf8 } from 'node:buffer';
import { BadInput } from '../bad-input.ts';
import { endsIn, type Page } from '../stores/page.ts';
import { moreOf } from './chain.ts';

/** Reads into a buffer what comes next; answers how much it was, 0 at the end. */
export type Source = (into: Buffer) => number;

/** A text of a piece is made at once: from 128 KiB on V8 gives it memory of its own, which costs more than filling it. */
export const chunkSize = 64 * 1024;
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
export function* pagesOf(source: Source, { name, first = 1, onTorn }: LinesOptions): Generator<Page> {
  let chunk = Buffer.allocUnsafe(chunkSize);
  let [seq, have] = [first, 0];
  for (;;) {
    const read = source(chunk.subarray(have));
    if (read === 0) break;
    have += read;
    const end = endOfCommands(chunk.subarray(0, have));
    if (end > 0) {
      const bytes = chunk.subarray(0, end);
      const ends = endsIn(bytes);
      if (!isAscii(bytes) && !isUtf8(bytes)) yield* pagesBeforeDamage(bytes, ends, seq, name);
      yield { first: seq, bytes, ends };
      seq += ends.length;
      chunk.copyWithin(0, end, have);
      have -= end;
    }
    if (have > longestLine && chunk.lastIndexOf(newline, have - 1) < have - longestLine)
      throw new BadInput(`${name}: line ${seq + linesIn(chunk, have)}: longer than ${longestLine} bytes`);
    if (have > chunk.length / 2) {
      const more = Buffer.allocUnsafe(chunk.length * 2);
      chunk.copy(more, 0, 0, have);
      chunk = more;
    }
  }
  const torn = chunk.subarray(0, have);
  // Room that a writer kept.
  if (torn.every((byte) => byte === 0)) return;
  const whole = torn.subarray(0, torn.lastIndexOf(newline) + 1);
  if (!isUtf8(whole)) yield* pagesBeforeDamage(whole, endsIn(whole), seq, name);
  const why = whole.length > 0 ? 'its command is not complete' : 'it has no newline at its end';
  onTorn?.({ line: seq, bytes: have, why });
}

const linesIn = (bytes: Buffer, length: number): number => endsIn(bytes.subarray(0, length)).length;

/** Where the last command ends whose events are all there. */
const endOfCommands = (bytes: Buffer): number => {
  for (let end = bytes.lastIndexOf(newline) + 1; end > 0; ) {
    const from = end === 1 ? 0 : bytes.lastIndexOf(newline, end - 2) + 1;
    if (moreOf(bytes.toString('latin1', Math.max(from, end - 1 - longestEnd), end - 1)) === 0) return end;
    end = from;
  }
  return 0;
};

/** `more` and `hash` of a line, and what stands around them, are shorter. */
const longestEnd = 160;

/** The commands before the line that is not UTF-8, and then the refusal. */
function* pagesBeforeDamage(bytes: Buffer, ends: readonly number[], first: number, name: string): Generator<Page> {
  const line = ends.findIndex((end, at) => !isUtf8(bytes.subarray(at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, end)));
  const sound = endOfCommands(bytes.subarray(0, line === 0 ? 0 : (ends[line - 1] ?? 0) + 1));
  if (sound > 0) {
    const before = bytes.subarray(0, sound);
    yield { first, bytes: before, ends: endsIn(before) };
  }
  throw new BadInput(`${name}: line ${first + line}: not UTF-8`);
}

/** What the system says, without Node's trimmings. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'no such file';
  // A named pipe, or a terminal: a log is read from any place in it.
  if (code === 'ESPIPE') return 'is a pipe, not a file; `-` reads a log from standard input';
  if (code === 'EISDIR') return 'is a directory';
  if (code === 'ENOTDIR') return 'not a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOSPC') return 'no space left on device';
  if (code === 'EDQUOT') return 'disk quota exceeded';
  if (code === 'EIO') return 'input/output error';
  if (code === 'EROFS') return 'read-only file system';
  return error instanceof Error ? error.message : String(error);
};
