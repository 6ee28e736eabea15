import type { Instant } from '../core/kernel/brand.ts';
import { parseInstant, rfc3339Nano, secondsOf, zeroTime } from '../core/kernel/instant.ts';

/** Seconds since 1970 of a time in a config; Go's zero time is far before. */
export const unixOf = (created: string | undefined): number => {
  const at = parseInstant(created ?? zeroTime);
  return at === undefined ? Math.floor(Date.parse(created ?? zeroTime) / 1000) : secondsOf(at);
};

/** The same time as Go prints it. */
export const shownTime = (created: string | undefined): string => {
  const at: Instant | undefined = created === undefined ? undefined : parseInstant(created);
  return at === undefined ? (created ?? zeroTime) : rfc3339Nano(at);
};
