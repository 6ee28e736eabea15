import { type Page, pageOf } from './page.ts';
import type { LogRecord, Range } from './store.ts';

/** What a page may weigh: events are of any size, so the number of rows follows what the last ones weighed. */
const pageBytes = 4 * 1024 * 1024;
const mostRows = 10_000;

/** Records out of a database, page by page: memory is bounded, and nothing is held open between two pages. */
export function* inPages(
  fetch: (after: number, to: number, rows: number) => readonly LogRecord[],
  { after = 0, to = Number.MAX_SAFE_INTEGER }: Range = {},
): Generator<Page> {
  let rows = 64;
  for (let at = after; at < to; ) {
    const page = fetch(at, to, rows);
    if (page.length > 0) yield pageOf(page);
    if (page.length < rows) return;
    at = page.at(-1)?.seq ?? to;
    const weight = page.reduce((sum, { text }) => sum + text.length, 0) / page.length;
    rows = Math.max(1, Math.min(mostRows, Math.floor(pageBytes / weight)));
  }
}
