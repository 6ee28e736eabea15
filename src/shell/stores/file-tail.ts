import { BadInput } from '../bad-input.ts';
import { moreOf } from '../log/chain.ts';
import { reasonOf } from '../log/lines.ts';
import type { FileSystem } from './file-system.ts';
import type { LogRecord } from './store.ts';

/** Where a log file's last complete command ends, its last record, and what is behind it. */
export type Tail = {
  readonly size: number;
  readonly last: LogRecord | undefined;
  /** Bytes behind the last complete command; 0 in a sound log. */
  readonly torn: number;
};

const newline = 0x0a;

/**
 * Looks at a log from its end. A write that was cut off leaves half a line, lines of a command whose last is missing, or
 * zeros where the file grew and the data did not arrive. Anything else that is no record is damage, which nobody may cut.
 */
export const tailOf = (fs: FileSystem, file: number, name: string): Tail => {
  const size = fs.sizeOf(file);
  const bytes = reader(fs, file, name);
  let end = bytes.lastNewline(size) + 1;
  while (end > 0) {
    const from = bytes.lastNewline(end - 1) + 1;
    const text = bytes.text(from, end - 1);
    const seq = seqOf(text);
    if (seq === undefined) {
      if (!/^\0+$/.test(text)) throw new BadInput(`${name}: its last line is no record; see plimsoll log verify`);
    } else if (moreOf(text) === 0) return { size: end, last: { seq, text }, torn: size - end };
    end = from;
  }
  return { size: 0, last: undefined, torn: size };
};

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
    text: (from: number, to: number): string => read(from, to).toString(),
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
