import { BadInput } from '../bad-input.ts';
import { moreOf } from '../log/chain.ts';
import { reasonOf } from '../log/lines.ts';
import type { FileSystem } from './file-system.ts';
import type { LogRecord } from './store.ts';

/** Where a log file's last complete command ends, its last record, and what is behind it. */
export type Tail = {
  readonly size: number;
  readonly last: LogRecord | undefined;
  /** Bytes behind the last complete command that are more than room; 0 in a sound log. */
  readonly torn: number;
  /** How long the file is. */
  readonly length: number;
};

const newline = 0x0a;

/**
 * Looks at a log from its end. A write that was cut off leaves half a line, lines of a command whose last is missing, or
 * zeros where the file grew and the data did not arrive. Anything else that is no record is damage, which nobody may cut.
 */
export const tailOf = (fs: FileSystem, file: number, name: string): Tail => {
  const length = fs.sizeOf(file);
  const bytes = reader(fs, file, name);
  const { size, torn } = extentOf(bytes, length);
  const behind = (end: number): number => size - end + torn;
  let end = bytes.lastNewline(size) + 1;
  while (end > 0) {
    const from = bytes.lastNewline(end - 1) + 1;
    const text = bytes.text(from, end - 1);
    const seq = seqOf(text);
    if (seq === undefined) {
      if (!/^\0+$/.test(text)) throw new BadInput(`${name}: its last line is no record; see plimsoll log verify`);
    } else if (moreOf(text) === 0) return { size: end, last: { seq, text }, torn: behind(end), length };
    end = from;
  }
  return { size: 0, last: undefined, torn: behind(0), length };
};

/** The most bytes of room that a writer lets stand behind what it has written, and of a command that is written into it. */
export const mostRoom = 256 * 1024;

/** How far a file holds lines, and how many bytes behind there are neither lines nor room. */
export type Extent = { readonly size: number; readonly torn: number };

/**
 * A writer may keep room behind its lines: zeros, which stand in no line. After a power cut some of the last command may
 * have arrived there and some not, in any order, so that zeros stand before its end. Where another command ends behind
 * them, it is damage, and all of it counts as lines.
 */
export const extentOf = (bytes: Reader, length: number): Extent => {
  const end = bytes.lastOther(0, length) + 1;
  if (end === length && endsCommand(bytes.text(bytes.lastNewline(end - 1) + 1, end - 1))) return { size: end, torn: 0 };
  // With the newline before the command.
  const from = Math.max(0, end - mostRoom - 1);
  const latest = bytes.bytes(from, end);
  const zero = latest.indexOf(0);
  if (zero < 0 || !isInCommand(latest.subarray(0, zero), from)) return { size: end, torn: 0 };
  const others = latest.toString('latin1', zero, latest.length - 1).split('\n');
  if (others.slice(0, -1).some(endsCommand)) return { size: end, torn: 0 };
  return { size: from + zero, torn: end - from - zero };
};

/** Whether bytes end where a record may have begun. Nobody writes a log's first command into room. */
const isInCommand = (bytes: Buffer, at: number): boolean => {
  const begin = bytes.lastIndexOf(newline) + 1;
  const text = bytes.toString('latin1', begin, begin + recordMark.length);
  return at + bytes.length > 0 && recordMark.startsWith(text);
};

const recordMark = '{"seq":';

/** A line that begins or ends like one may have lost its middle. */
const endsCommand = (line: string): boolean => seqOf(line) !== undefined && moreOf(line) === 0 && !line.includes('\0');

/** Every line of a log begins with its number. */
export const seqOf = (text: string): number | undefined => {
  const found = /^\{"seq":(\d{1,15}),/.exec(text)?.[1];
  return found === undefined || !text.endsWith('}') ? undefined : Number(found);
};

const step = 64 * 1024;

export const reader = (fs: FileSystem, file: number, name: string) => {
  const read = (from: number, to: number): Buffer => {
    const into = Buffer.alloc(Math.max(0, to - from));
    try {
      let at = 0;
      while (at < into.length) {
        const got = fs.readSync(file, into, at, into.length - at, from + at);
        if (got === 0) break;
        at += got;
      }
      return into.subarray(0, at);
    } catch (error) {
      throw new BadInput(`${name}: ${reasonOf(error)}`);
    }
  };
  return {
    bytes: read,
    text: (from: number, to: number): string => read(from, to).toString(),
    /** Where the last byte before `to` stands that is another one; -1 when there is none. */
    lastOther: (byte: number, to: number): number => {
      for (let end = to; end > 0; end -= step) {
        const from = Math.max(0, end - step);
        const found = read(from, end).findLastIndex((it) => it !== byte);
        if (found >= 0) return from + found;
      }
      return -1;
    },
    /** Where the last newline before `to` stands; -1 when there is none. */
    lastNewline: (to: number): number => {
      for (let end = to; end > 0; end -= step) {
        const from = Math.max(0, end - step);
        const at = read(from, end).lastIndexOf(newline);
        if (at >= 0) return from + at;
      }
      return -1;
    },
    /** Where the first newline at or behind `from` stands; -1 when there is none. */
    nextNewline: (from: number, size: number): number => {
      for (let begin = from; begin < size; begin += step) {
        const at = read(begin, Math.min(size, begin + step)).indexOf(newline);
        if (at >= 0) return begin + at;
      }
      return -1;
    },
  };
};

export type Reader = ReturnType<typeof reader>;

/**
 * Where the line of a record begins, by halving: the lines are in order and each begins with its number. `undefined`
 * when the log is not like that there, or has no such record; then it has to be read from its beginning.
 */
export const offsetOf = (bytes: Reader, size: number, seq: number): number | undefined => {
  if (seq <= 1) return 0;
  let [low, high] = [0, size];
  while (high - low > 0) {
    const middle = Math.floor((low + high) / 2);
    const from = middle === 0 ? 0 : bytes.nextNewline(middle - 1, size) + 1;
    if (from >= high || (from === 0 && middle > 0)) {
      high = middle;
      continue;
    }
    const found = beginsWith(bytes, from);
    if (found === undefined) return undefined;
    if (found === seq) return from;
    if (found < seq) low = bytes.nextNewline(from, size) + 1;
    else high = middle;
    if (low === 0) return undefined;
  }
  return low < size && beginsWith(bytes, low) === seq ? low : undefined;
};

const beginsWith = (bytes: Reader, from: number): number | undefined => {
  const found = /^\{"seq":(\d{1,15}),/.exec(bytes.text(from, from + 32))?.[1];
  return found === undefined ? undefined : Number(found);
};
