import { BadInput } from '../bad-input.ts';
import { pagesOf, reasonOf, type Source, type TornTail } from '../log/lines.ts';
import type { FileSystem } from './file-system.ts';
import { extentOf, offsetOf, reader } from './file-tail.ts';
import { type Page, pagesWithin } from './page.ts';
import type { Range } from './store.ts';

/** Opens a log to be read, and closes it whatever happens; standard input stays open. */
export const withFile = <T>(fs: FileSystem, path: string, use: (file: number) => T): T => {
  const file = openToRead(fs, path);
  try {
    return use(file);
  } finally {
    if (file !== 0) fs.closeSync(file);
  }
};

const openToRead = (fs: FileSystem, path: string): number => {
  if (path === '-') return 0;
  try {
    return fs.openSync(path, 'r');
  } catch (error) {
    throw new BadInput(`${path}: ${reasonOf(error)}`);
  }
};

const databaseMark = 'SQLite format 3\0';

/** A log in SQLite that is named without saying so. */
export const refuseDatabase = (fs: FileSystem, file: number, path: string): void => {
  if (fs.sizeOf(file) < databaseMark.length) return;
  if (reader(fs, file, path).text(0, databaseMark.length) === databaseMark)
    throw new BadInput(`${path}: is an SQLite file; name it sqlite:${path}`);
};

/** The pages of a log file as far as it goes now; what is torn at its end is told. */
export function* readRange(
  fs: FileSystem,
  path: string,
  range: Range,
  onTorn: (tail: TornTail) => void,
): Generator<Page> {
  const file = openToRead(fs, path);
  try {
    if (path === '-') yield* within(pagesOf(streamed(fs, file, path), { name: path, onTorn }), range);
    else {
      refuseDatabase(fs, file, path);
      const { size, torn } = extentOf(reader(fs, file, path), fs.sizeOf(file));
      const told = (tail: TornTail): void => onTorn({ ...tail, bytes: tail.bytes + torn });
      yield* readFrom(fs, file, path, size, range, (from) => streamed(fs, file, path, { from, size }), told);
    }
  } finally {
    if (file !== 0) fs.closeSync(file);
  }
}

/** The pages of a range, from where its first line is looked up by its number. */
export const readFrom = (
  fs: FileSystem,
  file: number,
  name: string,
  size: number,
  range: Range,
  sourceAt: (from: number) => Source,
  onTorn?: (tail: TornTail) => void,
): Iterable<Page> => {
  const after = range.after ?? 0;
  const offset = after === 0 ? 0 : offsetOf(reader(fs, file, name), size, after + 1);
  const options = { name, ...(onTorn && range.to === undefined && { onTorn }) };
  return offset === undefined
    ? within(pagesOf(sourceAt(0), options), range)
    : within(pagesOf(sourceAt(offset), { ...options, first: after + 1 }), range);
};

/**
 * A file piece by piece, from an offset on, and as far as it went at first: behind that a writer may be at work. Without an
 * offset from where it stands, as a pipe wants it.
 */
const streamed = (fs: FileSystem, file: number, name: string, part?: { from: number; size: number }): Source => {
  let at = part?.from ?? -1;
  return (into) => {
    try {
      // Of what says that it holds nothing, reading tells why.
      const most = part && part.size > 0 ? Math.min(into.length, part.size - at) : into.length;
      const got = fs.readSync(file, into, 0, most, at);
      if (at >= 0) at += got;
      return got;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EOF') return 0;
      throw new BadInput(`${name}: ${reasonOf(error)}`);
    }
  };
};

const within = (pages: Iterable<Page>, { after, to }: Range): Iterable<Page> =>
  after === undefined && to === undefined ? pages : pagesWithin(pages, after ?? 0, to);
