import type { Instant } from '../../core/kernel/brand.ts';
import { epoch } from '../../core/kernel/instant.ts';
import { emptyWorld } from '../../core/world.ts';
import { BadInput } from '../bad-input.ts';
import { besideLog, readStore, type StoreOptions, warnOnTerminal } from '../stores/open-store.ts';
import type { LogStore } from '../stores/store.ts';
import { beforeFirst, type ChainHash, statedHash } from './chain.ts';
import { foldEntries } from './fold-entries.ts';
import { type LinkedPage, linkedPages } from './read-log.ts';
import type { Entry } from './record.ts';
import { type Point, Snapshots } from './snapshots.ts';

/** How far a log is replayed: to the end, up to a sequence number, or up to a moment. */
export type Until = { readonly seq: number } | { readonly time: Instant } | undefined;

/** Before the first event. */
export const atBeginning: Point = { world: emptyWorld, seq: 0, hash: beforeFirst, now: epoch, commands: 0 };

/** Events between two snapshots at least. Shorter logs are replayed faster than anybody could notice. */
export const snapshotEvery = 20_000;

/** Behind a state that is too big for a snapshot there is none any more. */
const ever = Number.POSITIVE_INFINITY;

/** A snapshot may be followed by the next one when the log has grown by this much of its size. */
const bytesPerEvent = 500;

export type OpenOptions = StoreOptions & {
  readonly every?: number;
};

/** The world of a log at its end or at any point: from the nearest snapshot on, and making snapshots on the way. */
export const openWorld = (log: string, until?: Until, options: OpenOptions = { warn: warnOnTerminal }): Point => {
  const store = readStore(log, options);
  try {
    return worldOf(store, log, until, options);
  } finally {
    store.close();
  }
};

export const worldOf = (store: LogStore, log: string, until?: Until, options: OpenOptions = {}): Point => {
  if (log === '-') return foldOn(store, atBeginning, until, undefined, options.every ?? snapshotEvery);
  const snapshots = new Snapshots(besideLog(log, 'snapshots'), options.warn ?? (() => {}));
  const begin = nearest(store, snapshots, until);
  return foldOn(store, begin, until, snapshots, options.every ?? snapshotEvery);
};

/** The latest snapshot that is not behind the point. */
const nearest = (store: LogStore, snapshots: Snapshots, until: Until): Point => {
  const numbers = snapshots.numbers();
  const end = numbers.length > 0 ? (store.last()?.seq ?? 0) : 0;
  const hashAt = (seq: number) => {
    const [record] = seq > end ? [] : store.read({ after: seq - 1, to: seq });
    return record && statedHash(record.text);
  };
  for (const seq of numbers) {
    if (until && 'seq' in until && seq > until.seq) continue;
    const point = snapshots.read(seq, hashAt);
    if (point && !(until && 'time' in until && point.now > until.time)) return point;
  }
  return atBeginning;
};

/** Folds what follows a point, a stretch at a time, with a snapshot after each stretch but the last. */
const foldOn = (
  store: LogStore,
  begin: Point,
  until: Until,
  snapshots: Snapshots | undefined,
  every: number,
): Point => {
  const to = until && 'seq' in until ? until.seq : undefined;
  if (to !== undefined && to <= begin.seq) return begin;
  const range = { after: begin.seq, ...(to !== undefined && { to }) };
  const supply = new Supply(linkedPages(store, range, begin.hash), begin.hash);
  let point = begin;
  let length = every;
  for (let isMore = true; isMore; ) {
    const stretch = new Stretch(point, supply, length, until);
    point = stretch.fold();
    isMore = stretch.isFull;
    if (isMore && snapshots) length = Math.max(every, (snapshots.write(point) ?? ever) / bytesPerEvent);
  }
  if (to !== undefined && point.seq < to)
    throw new BadInput(`${store.name}: there is no event ${to}; the last is ${point.seq}`);
  return point;
};

const noEntries: LinkedPage = { entries: [], hashAt: () => beforeFirst };

/** Entries out of pages: a stretch may end in the middle of one. */
class Supply {
  private readonly pages: Iterator<LinkedPage>;
  private page = noEntries;
  private at = 0;
  /** The hash behind the page before this one. */
  private before: ChainHash;

  constructor(pages: Iterable<LinkedPage>, hash: ChainHash) {
    this.pages = pages[Symbol.iterator]();
    this.before = hash;
  }

  /** The next one, which stays the next one until it is taken. */
  next(): Entry | undefined {
    while (this.at >= this.page.entries.length) {
      const hash = this.hash();
      const { value, done } = this.pages.next();
      this.before = hash;
      if (done) {
        [this.page, this.at] = [noEntries, 0];
        return undefined;
      }
      [this.page, this.at] = [value, 0];
    }
    return this.page.entries[this.at];
  }

  take(): void {
    this.at += 1;
  }

  /** Behind the entry that was taken last. */
  hash(): ChainHash {
    return this.at === 0 ? this.before : this.page.hashAt(this.at - 1);
  }
}

/** So many events of a log, folded together. */
class Stretch {
  private readonly begin: Point;
  private readonly supply: Supply;
  private readonly length: number;
  private readonly until: Until;
  /** Whether it ended because it was long enough. */
  isFull = false;

  constructor(begin: Point, supply: Supply, length: number, until: Until) {
    this.begin = begin;
    this.supply = supply;
    this.length = length;
    this.until = until;
  }

  fold(): Point {
    let { seq, now, commands } = this.begin;
    const { supply, until, length } = this;
    const first = seq;
    const full = (): void => {
      this.isFull = true;
    };
    const taken = function* (): Generator<Entry> {
      while (seq - first < length) {
        const entry = supply.next();
        if (entry === undefined) return;
        if (until && 'time' in until && entry.event.at > until.time) return;
        seq = entry.seq;
        if (entry.event.at > now) now = entry.event.at;
        if (entry.cause.n > commands) commands = entry.cause.n;
        yield entry;
        supply.take();
      }
      full();
    };
    const world = foldEntries(taken(), this.begin.world);
    return { world, seq, hash: supply.hash(), now, commands };
  }
}
