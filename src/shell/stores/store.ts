import type { Page } from './page.ts';

/** One event as it lies in a store: the very line of the JSON Lines log, so that a copy is the same to the byte. */
export type LogRecord = { readonly seq: number; readonly text: string };

/** One that is about to be stored; its stream is known, so that a store can look it up by that. */
export type NewRecord = LogRecord & {
  readonly stream: string;
  /** How many records of the same command follow, where whoever appends knows. */
  readonly more?: number;
};

/** After `after` (0: from the first on), up to and with `to` (absent: to the end). */
export type Range = { readonly after?: number; readonly to?: number };

/**
 * Where a log lies. Only whole commands are ever seen: `append` stores all of its records or none, and a reader beside a
 * writer never gets half a command. Sequence numbers count from 1 without a gap, in the order of the commits.
 */
export type LogStore = {
  /** As it was named, for messages. */
  readonly name: string;
  /** The last record; `undefined` in an empty log. */
  readonly last: () => LogRecord | undefined;
  /**
   * Stores whole commands behind record number `expected`, or throws `Conflict` when that is not the last one any more.
   * When it returns, the records are there to stay, as far as the sync policy promises.
   */
  readonly append: (expected: number, records: readonly NewRecord[]) => void;
  readonly read: (range?: Range) => Iterable<LogRecord>;
  /** The same, many at once. */
  readonly pages: (range?: Range) => Iterable<Page>;
  /** How many bytes all records have, where that is known without reading them. */
  readonly bytes?: () => number;
  /** The records of one stream, in order. */
  readonly readStream: (stream: string, range?: Range) => Iterable<LogRecord>;
  /** Every record behind `after`, those that are there first, then each as it is appended, by whomever, until the signal. */
  readonly subscribe: (after: number, signal: AbortSignal) => AsyncIterable<LogRecord>;
  /** Makes everything durable that a batched sync policy still owes. */
  readonly flush: () => void;
  readonly close: () => void;
};

/**
 * When a command's events are on the disk. `command`: before the command is acknowledged. `batch`: within some
 * milliseconds after; a kill of the process loses nothing either way, a power cut may then take the last commands.
 */
export type Sync = 'command' | 'batch';

/** Somebody else has appended in the meantime. Read on, decide again, and append again. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
  readonly expected: number;
  readonly found: number;

  constructor(log: string, expected: number, found: number) {
    super(`${log}: expected record ${expected} to be the last, but that is ${found}: somebody else has appended`);
    this.expected = expected;
    this.found = found;
  }
}
