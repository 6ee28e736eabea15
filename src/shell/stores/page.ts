import { isAscii } from 'node:buffer';
import type { LogRecord } from './store.ts';

/**
 * Records of a log that come together, as the lines that they are: to look at many bytes at once is several times faster
 * than to make a string of each line. It is valid until the next one is asked for.
 */
export type Page = {
  /** The number of the first record. */
  readonly first: number;
  /** UTF-8: whole lines, each with its newline. */
  readonly bytes: Buffer;
  /** Where the newline of each line stands. */
  readonly ends: readonly number[];
  /** Instead of these, where a database holds what is not one line each, or not numbered one after the other. */
  readonly odd?: readonly LogRecord[];
};

const newline = 0x0a;

export const endsIn = (bytes: Buffer): number[] => {
  const ends: number[] = [];
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) ends.push(at);
  return ends;
};

/** Rows of a table. */
export const pageOf = (rows: readonly LogRecord[]): Page => {
  const first = rows[0]?.seq ?? 1;
  const bytes = Buffer.from(rows.map(({ text }) => `${text}\n`).join(''));
  const ends = endsIn(bytes);
  const isPlain = ends.length === rows.length && rows.every(({ seq }, at) => seq === first + at);
  return isPlain ? { first, bytes, ends } : { first, bytes: Buffer.alloc(0), ends: [], odd: rows };
};

/** Cuts text out of a page; `from` and `to` count bytes. */
export const textsOf = (bytes: Buffer): ((from: number, to: number) => string) => {
  if (!isAscii(bytes)) return (from, to) => bytes.toString('utf8', from, to);
  const text = bytes.toString('latin1');
  return (from, to) => text.slice(from, to);
};

export function* recordsOf(pages: Iterable<Page>): Generator<LogRecord> {
  for (const { first, bytes, ends, odd } of pages) {
    if (odd) {
      yield* odd;
      continue;
    }
    const textAt = textsOf(bytes);
    let [seq, from] = [first, 0];
    for (const end of ends) {
      yield { seq, text: textAt(from, end) };
      seq += 1;
      from = end + 1;
    }
  }
}

/** The records behind `after`, up to and with `to`, of pages in order. */
export function* pagesWithin(
  pages: Iterable<Page>,
  after: number,
  to: number = Number.POSITIVE_INFINITY,
): Generator<Page> {
  if (to <= after) return;
  for (const page of pages) {
    const { first, bytes, ends } = page;
    const last = first + ends.length - 1;
    if (last > after) {
      const skipped = Math.max(0, after + 1 - first);
      const kept = Math.min(last, to) - first + 1;
      if (skipped === 0 && kept === ends.length) yield page;
      else {
        const from = skipped === 0 ? 0 : (ends[skipped - 1] ?? 0) + 1;
        const part = bytes.subarray(from, (ends[kept - 1] ?? 0) + 1);
        yield { first: first + skipped, bytes: part, ends: ends.slice(skipped, kept).map((end) => end - from) };
      }
    }
    if (last >= to) return;
  }
}
