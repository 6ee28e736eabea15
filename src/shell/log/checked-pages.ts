import type { Page } from '../stores/page.ts';
import { type ChainHash, isHash } from './chain.ts';
import { PageCheckers } from './page-checkers.ts';

/** A page, and whether all of its lines were held against schema and chain already. */
export type CheckedPage = { readonly page: Page; readonly isChecked: boolean };

/** A log that is shorter has been read before a second thread would be of use. */
const soManyBytes = 2 * 1024 * 1024;

/** A log that is known to be longer needs the thread from the beginning: while it starts, this one reads. */
const long = 4 * soManyBytes;

/**
 * The pages of a log. Of a long one, a second thread reads ahead and holds the lines against schema and chain, while this
 * one makes entries of those that have been checked and folds them. What that thread has not come to, or does not find
 * sound, is checked by whoever reads the page. `length`: how many bytes come, where that is known.
 */
export function* checkedPages(
  pages: Iterable<Page>,
  previous: ChainHash | undefined,
  length?: number,
): Generator<CheckedPage> {
  const rest = pages[Symbol.iterator]();
  let hash = previous;
  try {
    for (let bytes = length !== undefined && length > long ? length : 0; bytes < soManyBytes; ) {
      const { value: page, done } = rest.next();
      if (done) return;
      bytes += page.bytes.length;
      yield { page, isChecked: false };
      hash = lastHash(page);
    }
    const checkers = PageCheckers.start();
    if (checkers === undefined) for (const page of { [Symbol.iterator]: () => rest }) yield { page, isChecked: false };
    else yield* ahead(rest, hash, checkers);
  } finally {
    rest.return?.();
  }
}

function* ahead(rest: Iterator<Page>, previous: ChainHash | undefined, checkers: PageCheckers): Generator<CheckedPage> {
  let hash = previous;
  let [isMore, failure]: [boolean, unknown] = [true, undefined];
  try {
    for (;;) {
      while (isMore && checkers.hasRoom) {
        try {
          const { value: page, done } = rest.next();
          if (done) isMore = false;
          else {
            checkers.submit(page, hash);
            hash = lastHash(page);
          }
        } catch (error) {
          // What was read before it comes first.
          [isMore, failure] = [false, error];
        }
      }
      const checked = checkers.take();
      if (checked === undefined) break;
      yield checked;
    }
    if (failure !== undefined) throw failure;
  } finally {
    checkers.end();
  }
}

/** What the last line states; `undefined` where it states nothing. */
const lastHash = ({ bytes, ends, odd }: Page): ChainHash | undefined => {
  const end = ends.at(-1);
  if (odd !== undefined || end === undefined) return undefined;
  const stated = bytes.toString('latin1', Math.max(0, end - 66), end - 2);
  return isHash(stated) ? stated : undefined;
};
