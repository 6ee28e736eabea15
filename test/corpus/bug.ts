import type { Driver } from './driver.ts';

/** A bug that somebody reported. */
export type Report = {
  /** Where it was reported or fixed. */
  readonly issues: readonly string[];
  /** What goes wrong, in one sentence. */
  readonly sentence: string;
  /** What is broken. */
  readonly level: 'union' | 'diff' | 'commit' | 'unpack' | 'stack' | 'save';
};

/** A report, and a driver that has the bug. */
export type Bug = Report & { readonly driver: Driver };
