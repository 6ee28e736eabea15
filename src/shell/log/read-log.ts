import { BadInput } from '../bad-input.ts';
import { readStore, type StoreOptions, warnOnTerminal } from '../stores/open-store.ts';
import type { LogRecord, LogStore, Range } from '../stores/store.ts';
import { beforeFirst, type ChainHash, linkOf, statedHash } from './chain.ts';
import { checkLine } from './check-line.ts';
import { type Entry, entryOf } from './record.ts';
import { SharedTexts } from './shared-texts.ts';

/** The events of a log in order, one at a time. Anything that is not a sound log is bad input, with its line. */
export function* readLog(
  log: string,
  range: Range = {},
  options: StoreOptions = { warn: warnOnTerminal },
): Generator<Entry> {
  const store = readStore(log, options);
  try {
    yield* entriesOf(store, range);
  } finally {
    store.close();
  }
}

/** An entry and the chain's hash behind it. */
export type Linked = { readonly entry: Entry; readonly hash: ChainHash };

/** The checked events of a store. `previous` is the hash before the first of them, where that is known. */
export function* linkedEntries(store: LogStore, range: Range = {}, previous?: ChainHash): Generator<Linked> {
  const shared = new SharedTexts();
  let number = (range.after ?? 0) + 1;
  let chain: Chain = { hash: previous ?? (number === 1 ? beforeFirst : hashBefore(store, number)), isSealed: false };
  for (const { seq, text } of store.read(range)) {
    const line = checkLine(text);
    if (typeof line === 'string') throw bad(store, number, line);
    if (seq !== number || line.seq !== number)
      throw bad(store, number, sequenceError(number, seq === number ? line.seq : seq));
    const next = follow(chain, text);
    if (typeof next === 'string') throw bad(store, number, next);
    chain = next;
    yield { entry: entryOf(line, shared), hash: next.hash ?? '' };
    number += 1;
  }
}

export function* entriesOf(store: LogStore, range: Range = {}): Generator<Entry> {
  for (const { entry } of linkedEntries(store, range)) yield entry;
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
