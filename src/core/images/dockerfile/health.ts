import { goDuration } from '../../kernel/go-duration.ts';
import type { Healthcheck } from '../../streams/container/config.ts';
import type { Flaw } from '../reference.ts';
import { goQuoteList } from './go-quote.ts';
import { jsonWords, type Line } from './lines.ts';

/** `HEALTHCHECK NONE`, or `HEALTHCHECK [--interval=…] CMD …`. */
export const healthcheckOf = ({ flags, text }: Line): Healthcheck | Flaw => {
  const [, type = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  if (type === '') return { flaw: 'HEALTHCHECK requires at least one argument' };
  if (type.toUpperCase() === 'NONE') {
    return rest === '' ? { Test: ['NONE'] } : { flaw: 'HEALTHCHECK NONE takes no arguments' };
  }
  if (type.toUpperCase() !== 'CMD') return { flaw: `Unknown type ${JSON.stringify(type)} in HEALTHCHECK (try CMD)` };
  const json = jsonWords(rest);
  if (rest === '' || json?.length === 0) return { flaw: 'Missing command after HEALTHCHECK CMD' };
  const test = json ? ['CMD', ...json] : ['CMD-SHELL', rest];
  return options({ Test: test }, flags);
};

const fields: Readonly<Record<string, 'Interval' | 'Timeout' | 'StartPeriod'>> = {
  '--interval': 'Interval',
  '--timeout': 'Timeout',
  '--start-period': 'StartPeriod',
};

const options = (test: Healthcheck, flags: readonly string[]): Healthcheck | Flaw => {
  let health = test;
  for (const flag of flags) {
    const [name = '', value = ''] = [flag.slice(0, flag.indexOf('=')), flag.slice(flag.indexOf('=') + 1)];
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const duration = goDuration(value);
    if (field && duration !== undefined) health = { ...health, [field]: duration };
    else if (field) return { flaw: `time: invalid duration ${JSON.stringify(value)}` };
    else if (name !== '--retries') return { flaw: `Unknown flag: ${flag.replace(/^--/, '').replace(/=.*/, '')}` };
    else if (/^\d+$/.test(value)) health = { ...health, Retries: Number(value) };
    else return { flaw: `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax` };
  }
  return health;
};

/** What the history row shows: Go's `%q` of the struct. */
export const quotedHealth = ({ Test = [], Interval, Timeout, StartPeriod, Retries = 0 }: Healthcheck): string =>
  `&{${goQuoteList(Test)} "${shown(Interval)}" "${shown(Timeout)}" "${shown(StartPeriod)}" ${rune(Retries)}}`;

const rune = (code: number): string =>
  code >= 0x20 && code < 0x7f
    ? `'${String.fromCharCode(code)}'`
    : (runes[code] ?? `'\\x${code.toString(16).padStart(2, '0')}'`);
const runes: Readonly<Record<number, string>> = {
  7: "'\\a'",
  8: "'\\b'",
  9: "'\\t'",
  10: "'\\n'",
  11: "'\\v'",
  12: "'\\f'",
  13: "'\\r'",
};

/** Go's `Duration.String`. */
const shown = (nanos = 0): string => {
  if (nanos === 0) return '0s';
  if (nanos < 1e9) return nanos < 1e6 ? (nanos < 1e3 ? `${nanos}ns` : `${nanos / 1e3}µs`) : `${nanos / 1e6}ms`;
  const [hours, minutes] = [Math.floor(nanos / 3600e9), Math.floor((nanos % 3600e9) / 60e9)];
  const seconds = `${(nanos % 60e9) / 1e9}s`;
  return hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds;
};
