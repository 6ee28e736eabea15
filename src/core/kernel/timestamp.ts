import type { Instant } from './brand.ts';
import { goDuration } from './go-duration.ts';
import { instant, later, wholeSecond } from './instant.ts';

/**
 * A moment as a filter `until=` writes it: a duration before now, seconds since 1970, or a time, with as much of it as one
 * likes. The order of the attempts and the words of a failure are the engine's (measured, docs/facts.md); its zone is UTC.
 */
export const timestampOf = (text: string, now: Instant): Instant | { readonly flaw: string } => {
  const duration = text === '0' ? undefined : goDuration(text);
  if (duration !== undefined) return wholeSecond(later(now, -Math.floor(duration / 1e6)));
  const read = readTime(layoutOf(text), text);
  if (typeof read === 'string') return read;
  if (text.includes('-')) return read;
  const [, seconds, fraction = ''] = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (seconds === undefined) return { flaw: `failed to parse value as time or duration: ${JSON.stringify(text)}` };
  return `${instant(Number(seconds) * 1000).slice(0, 20)}${fraction.padEnd(9, '0')}Z` as Instant;
};

/** The layout that fits best: with a zone or without, as far as the hour, the minute or the second. */
const layoutOf = (text: string): string => {
  const isZoned = /[zZ+]/.test(text) || text.split('-').length === 4;
  const zone = isZoned ? 'Z07:00' : '';
  if (text.includes('.')) return `2006-01-02T15:04:05.999999999${zone}`;
  if (!text.includes('T')) return `2006-01-02${zone}`;
  const colons = text.split(':').length - 1 - (isZoned && !/[zZ]/.test(text) ? 1 : 0);
  if (colons <= 0) return `2006-01-02T15${zone}`;
  return colons === 1 ? `2006-01-02T15:04${zone}` : `2006-01-02T15:04:05${zone}`;
};

/** The pieces of a layout, and what may stand in their place. */
const pieces: readonly (readonly [name: string, form: RegExp, range: string, most: number])[] = [
  ['2006', /^\d{4}/, 'year', 9999],
  ['01', /^\d\d/, 'month', 12],
  ['02', /^\d\d/, 'day', 31],
  ['15', /^\d\d/, 'hour', 23],
  ['04', /^\d\d/, 'minute', 59],
  ['05', /^\d\d(?:\.\d+)?/, 'second', 60],
  ['.999999999', /^/, '', 0],
  ['Z07:00', /^(?:Z|[-+]\d\d:\d\d)/, '', 0],
];

const readTime = (layout: string, text: string): Instant | { readonly flaw: string } => {
  const values = new Map<string, string>();
  const said = JSON.stringify(text);
  let [pattern, rest] = [layout, text];
  while (pattern !== '') {
    const piece = pieces.find(([name]) => pattern.startsWith(name));
    const [name, form, range, most] = piece ?? [pattern[0] ?? '', undefined, '', 0];
    const [found] = form ? (form.exec(rest) ?? []) : rest.startsWith(name) ? [name] : [];
    if (found === undefined)
      return { flaw: `parsing time ${said} as "${layout}": cannot parse ${JSON.stringify(rest)} as "${name}"` };
    const number = Number(found);
    if (range !== '' && (number > most || (number === 0 && (range === 'month' || range === 'day'))))
      return { flaw: `parsing time ${said}: ${range} out of range` };
    values.set(name, found);
    rest = rest.slice(found.length);
    pattern = pattern.slice(name.length);
  }
  if (rest !== '') return { flaw: `parsing time ${said}: extra text: ${JSON.stringify(rest)}` };
  return momentOf(values) ?? { flaw: `parsing time ${said}: day out of range` };
};

const momentOf = (values: ReadonlyMap<string, string>): Instant | undefined => {
  const of = (name: string, otherwise = '00'): string => values.get(name) ?? otherwise;
  const [seconds = '00', fraction = ''] = of('05').split('.');
  const zone = of('Z07:00', 'Z');
  const date = `${of('2006')}-${of('01')}-${of('02')}`;
  const millis = Date.parse(`${date}T${of('15')}:${of('04')}:${seconds}${zone}`);
  // JavaScript takes the 31st of any month for a day of the next.
  if (Number.isNaN(millis) || new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10) !== date) return undefined;
  return `${instant(millis).slice(0, 20)}${fraction.slice(0, 9).padEnd(9, '0')}Z` as Instant;
};
