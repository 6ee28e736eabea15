import type { Driver } from './driver.ts';

/** A bug that somebody reported, and a driver that has it. */
export type Bug = {
  /** Where it was reported or fixed. */
  readonly issues: readonly string[];
  /** What goes wrong, in one sentence. */
  readonly sentence: string;
  /** What of a driver is broken. */
  readonly level: 'union' | 'diff' | 'commit' | 'unpack' | 'stack';
  readonly driver: Driver;
};
