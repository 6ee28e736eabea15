import type { Instant } from './brand.ts';

/** Docker's zero time, printed for what never happened. */
export const zeroTime = '0001-01-01T00:00:00Z';

/** Milliseconds since 1970, and the nanoseconds within that millisecond. */
export const instant = (millis: number, nanos = 0): Instant => {
  const whole = Math.trunc(millis);
  const second = Math.floor(whole / 1000);
  const fraction = String(whole - second * 1000).padStart(3, '0');
  return `${textOfSecond(second)}.${fraction}${nanos === 0 ? '000000' : String(nanos).padStart(6, '0')}Z` as Instant;
};

/** `2024-01-01T00:00:00`. The latest are remembered, since most moments come soon after another. */
const textOfSecond = (second: number): string => {
  const known = texts.get(second);
  if (known !== undefined) return known;
  const text = new Date(second * 1000).toISOString().slice(0, -5);
  if (texts.size >= 100) texts.clear();
  texts.set(second, text);
  return text;
};

const texts = new Map<number, string>();

/** Whole milliseconds since 1970. */
export const millisOf = (at: Instant): number => Date.parse(`${at.slice(0, 23)}Z`);

/** Whole seconds since 1970, as Docker's lists show a creation time. */
export const secondsOf = (at: Instant): number => Math.floor(millisOf(at) / 1000);

/** The same moment without its fraction, as a layer tar keeps it. */
export const wholeSecond = (at: Instant): Instant => `${at.slice(0, 19)}.000000000Z` as Instant;

/** A moment `millis` later; the nanoseconds stay. */
export const later = (at: Instant, millis: number): Instant =>
  `${instant(millisOf(at) + millis).slice(0, 23)}${at.slice(23)}` as Instant;

/** RFC3339Nano as Go prints it: trailing zeros of the fraction are cut. */
export const rfc3339Nano = (at: Instant): string => at.replace(/\.?0+Z$/, 'Z');

const form = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

/** Any RFC 3339 UTC text, or `undefined` when it is none. */
export const parseInstant = (text: string): Instant | undefined => {
  const parts = form.exec(text);
  if (!parts || Number.isNaN(Date.parse(`${parts[1]}Z`))) return undefined;
  return `${parts[1]}.${(parts[2] ?? '').padEnd(9, '0')}Z` as Instant;
};

export const epoch = instant(0);
