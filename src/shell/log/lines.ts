import { closeSync, openSync, readSync } from 'node:fs';
import { BadInput } from '../bad-input.ts';

/** One line without its newline. */
export type Line = { readonly number: number; readonly text: string };

const chunkSize = 256 * 1024;
const newline = 0x0a;

/** Longer lines are refused, so that a file without newlines can not fill the memory. */
export const longestLine = 256 * 1024 * 1024;

/**
 * The lines of a file, read piece by piece: memory is bounded by the longest line. Text that is not UTF-8 and a last
 * line without a newline (a write that was cut off) are bad input.
 */
export function* linesOf(path: string): Generator<Line> {
  const file = open(path);
  try {
    yield* splitLines(file, path);
  } finally {
    if (file !== 0) closeSync(file);
  }
}

function* splitLines(file: number, path: string): Generator<Line> {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const chunk = Buffer.alloc(chunkSize);
  let waiting: Buffer[] = [];
  let length = 0;
  let number = 1;
  for (let read = readInto(chunk, file, path); read > 0; read = readInto(chunk, file, path)) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end >= 0 && end < read; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end);
      yield {
        number,
        text: decode(utf8, waiting.length === 0 ? piece : Buffer.concat([...waiting, piece]), path, number),
      };
      waiting = [];
      length = 0;
      number += 1;
      from = end + 1;
    }
    if (from < read) waiting.push(Buffer.from(chunk.subarray(from, read)));
    length += read - from;
    if (length > longestLine) throw new BadInput(`${path}: line ${number}: longer than ${longestLine} bytes`);
  }
  if (length > 0) throw new BadInput(`${path}: line ${number}: the last line is torn: it has no newline at its end`);
}

const readInto = (chunk: Buffer, file: number, path: string): number => {
  try {
    return readSync(file, chunk);
  } catch (error) {
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  }
};

const decode = (
  utf8: { decode(bytes: Uint8Array): string },
  bytes: Uint8Array,
  path: string,
  number: number,
): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new BadInput(`${path}: line ${number}: not UTF-8`);
  }
};

const open = (path: string): number => {
  if (path === '-') return 0;
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  }
};

/** What the system says, without Node's trimmings. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a directory';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
};
