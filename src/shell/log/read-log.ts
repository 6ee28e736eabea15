import { BadInput } from '../bad-input.ts';
import { readStore, type StoreOptions, warnOnTerminal } from '../stores/open-store.ts';
import { type Page, textsOf } from '../stores/page.ts';
import type { LogRecord, LogStore, Range } from '../stores/store.ts';
import { beforeFirst, type ChainHash, linkOf, statedHash } from './chain.ts';
import { checkLine } from './check-line.ts';
import { checkedPages } from './checked-pages.ts';
import { QuickLines } from './quick-lines.ts';
import { type Entry, entryOf } from './record.ts';
import { SharedTexts } from './shared-texts.ts';

/** The events of a log in order, one at a time. Anything that is not a sound log is bad input, with its line. */
export const readLog = (
  log: string,
  range: Range = {},
  options: StoreOptions = { warn: warnOnTerminal },
): IterableIterator<Entry> => new Entries(pagesOfLog(log, range, options));

function* pagesOfLog(log: string, range: Range, options: StoreOptions): Generator<LinkedPage> {
  const store = readStore(log, options);
  try {
    yield* linkedPages(store, range);
  } finally {
    store.close();
  }
}

/** An entry and the chain's hash behind it. */
export type Linked = { readonly entry: Entry; readonly hash: ChainHash };

/** The checked events of a store. `previous` is the hash before the first of them, where that is known. */
export function* linkedEntries(store: LogStore, range: Range = {}, previous?: ChainHash): Generator<Linked> {
  for (const { entries, hashAt } of linkedPages(store, range, previous))
    for (const [at, entry] of entries.entries()) yield { entry, hash: hashAt(at) };
}

export const entriesOf = (store: LogStore, range: Range = {}): IterableIterator<Entry> =>
  new Entries(linkedPages(store, range));

/** Page by page, one entry after the other: of generators inside generators each would take its time for every entry. */
class Entries implements IterableIterator<Entry> {
  private readonly pages: Generator<LinkedPage>;
  private entries: readonly Entry[] = [];
  private at = 0;

  constructor(pages: Generator<LinkedPage>) {
    this.pages = pages;
  }

  [Symbol.iterator](): IterableIterator<Entry> {
    return this;
  }

  next(): IteratorResult<Entry> {
    for (;;) {
      const value = this.entries[this.at];
      if (value !== undefined) {
        this.at += 1;
        return { value, done: false };
      }
      const page = this.pages.next();
      if (page.done) return { value: undefined, done: true };
      [this.entries, this.at] = [page.value.entries, 0];
    }
  }

  /** Whoever stops in the middle lets go of the log. */
  return(): IteratorResult<Entry> {
    this.entries = [];
    this.pages.return(undefined);
    return { value: undefined, done: true };
  }
}

/** Entries that come together. `hashAt` says the chain's hash behind each, until the next page is asked for. */
export type LinkedPage = { readonly entries: readonly Entry[]; readonly hashAt: (at: number) => ChainHash };

/** The same, many at once. Entries before one that is not sound come first; then it is refused. */
export function* linkedPages(store: LogStore, range: Range = {}, previous?: ChainHash): Generator<LinkedPage> {
  const number = (range.after ?? 0) + 1;
  const hash = previous ?? (number === 1 ? beforeFirst : hashBefore(store, number));
  const reading = new Reading(store, number, { hash, isSealed: false });
  const length = number === 1 && range.to === undefined ? store.bytes?.() : undefined;
  for (const { page, isChecked } of checkedPages(store.pages(range), hash, length)) {
    yield isChecked ? reading.checked(page) : reading.unchecked(page);
    reading.refuse();
  }
}

class Reading {
  private readonly store: LogStore;
  private readonly shared = new SharedTexts();
  private readonly quick = new QuickLines(this.shared);
  private number: number;
  private chain: Chain;
  private wrong: string | undefined;

  constructor(store: LogStore, number: number, chain: Chain) {
    this.store = store;
    this.number = number;
    this.chain = chain;
  }

  /** Lines that were held against schema and chain already, so that only the entries have to be made of them. */
  checked(page: Page): LinkedPage {
    const { bytes, ends } = page;
    const textAt = textsOf(bytes);
    const entries: Entry[] = [];
    let from = 0;
    for (const end of ends) {
      const entry = this.quick.readChecked(bytes, from, end, this.number, textAt);
      if (entry === undefined) return this.unchecked(page, entries);
      entries.push(entry);
      this.number += 1;
      from = end + 1;
    }
    const last = ends.at(-1) ?? 0;
    this.chain = { hash: textAt(last - 66, last - 2), isSealed: true };
    return { entries, hashAt: (at) => textAt((ends[at] ?? 0) - 66, (ends[at] ?? 0) - 2) };
  }

  /** Each line is held against schema and chain, up to the first that is not sound. */
  unchecked({ bytes, ends, odd }: Page, before: readonly Entry[] = []): LinkedPage {
    const entries: Entry[] = [...before];
    const hashes: ChainHash[] = [];
    const textAt = textsOf(bytes);
    const take = (text: string, entry: Entry | string): boolean => {
      const next = typeof entry === 'string' ? entry : follow(this.chain, text);
      if (typeof next === 'string' || typeof entry === 'string') {
        this.wrong = typeof next === 'string' ? next : '';
        return false;
      }
      this.chain = next;
      entries.push(entry);
      hashes.push(next.hash ?? '');
      this.number += 1;
      return true;
    };
    if (odd) {
      for (const { seq, text } of odd) if (!take(text, this.slowly(text, seq))) break;
    } else {
      let from = 0;
      for (const end of ends) {
        const text = textAt(from, end);
        const quick =
          this.chain.hash === undefined ? undefined : this.quick.read(bytes, from, end, this.number, textAt);
        if (!take(text, quick ?? this.slowly(text, this.number))) break;
        from = end + 1;
      }
    }
    return { entries, hashAt: (at) => hashes[at] ?? '' };
  }

  refuse(): void {
    if (this.wrong !== undefined) throw bad(this.store, this.number, this.wrong);
  }

  private slowly(text: string, seq: number): Entry | string {
    const { number } = this;
    const line = checkLine(text);
    if (typeof line === 'string') return line;
    if (seq !== number || line.seq !== number) return sequenceError(number, seq === number ? line.seq : seq);
    return entryOf(line, this.shared);
  }
}

/** `undefined` where reading began in the middle of a log that is older than the chain. */
type Chain = { readonly hash: ChainHash | undefined; readonly isSealed: boolean };

/** One line further, or what is wrong with it. */
const follow = (chain: Chain, text: string): Chain | string => {
  if (chain.hash === undefined) return { hash: statedHash(text), isSealed: statedHash(text) !== undefined };
  const { stated, hash } = linkOf(text, chain.hash);
  if (stated === undefined)
    return chain.isSealed
      ? 'it states no hash, as those before it do: it was changed or put in'
      : { hash, isSealed: false };
  return stated === hash
    ? { hash, isSealed: true }
    : 'its hash does not fit: a line was changed, removed or moved (plimsoll log verify says more)';
};

const hashBefore = (store: LogStore, number: number): ChainHash | undefined => {
  const [before] = store.read({ after: number - 2, to: number - 1 }) as Iterable<LogRecord>;
  return before && statedHash(before.text);
};

const bad = (store: LogStore, number: number, what: string): BadInput =>
  new BadInput(`${store.name}: line ${number}: ${what}`);

const sequenceError = (expected: number, found: number): string =>
  found < expected
    ? `sequence number ${found} is there already; expected ${expected}`
    : `sequence numbers ${expected} to ${found - 1} are missing`;
