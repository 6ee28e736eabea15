import { goType, mapZero } from './go-type.ts';
import { EmptyStruct, goJson, Nil, printValue, sprintf, typeName } from './print.ts';
import { TemplateError } from './syntax.ts';

type Args = readonly unknown[];

const text = (value: unknown): string => printValue(value);
const word = (value: unknown): string => {
  if (value === undefined || value === null) throw new TemplateError('invalid value; expected string');
  return text(value);
};
const number = (value: unknown): number => (typeof value === 'number' ? value : Number(value));

/** Go's notion of an empty value: `if`, `with`, `and`, `or`, `not` go by it. */
export const isTrue = (value: unknown): boolean => {
  if (value instanceof Nil) return false;
  if (value instanceof EmptyStruct) return true;
  if (value === undefined || value === null || value === false || value === 0 || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
};

const compare = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  throw new TemplateError('incompatible types for comparison');
};

const same = (a: unknown, b: unknown): boolean => {
  if (typeof a !== typeof b && a !== undefined && b !== undefined)
    throw new TemplateError('incompatible types for comparison');
  return a === b;
};

const lengthOf = (value: unknown): number => {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value instanceof Nil) return 0;
  if (Array.isArray(value)) return value.length;
  if (value !== null && typeof value === 'object') return Object.keys(value).length;
  throw new TemplateError(
    `len of ${value === undefined || value === null ? 'nil pointer' : `type ${typeName(value)}`}`,
  );
};

const indexed = (value: unknown, keys: Args): unknown =>
  keys.reduce<unknown>((inner, key, depth) => {
    if (Array.isArray(inner)) {
      if (typeof key !== 'number') throw new TemplateError(`cannot index slice/array with type ${typeName(key)}`);
      const at = key;
      if (at < 0 || at > inner.length) throw new TemplateError(`index out of range: ${at}`);
      if (at === inner.length) throw new TemplateError('reflect: slice index out of range');
      return inner[at];
    }
    if (typeof inner === 'string') {
      if (typeof key !== 'number') throw new TemplateError(`cannot index slice/array with type ${typeName(key)}`);
      return inner.charCodeAt(key);
    }
    if (inner !== null && typeof inner === 'object' && goType in inner)
      throw new TemplateError(`can't index item of type ${String(inner[goType]).replace(/^\*/, '')}`);
    if (inner !== null && typeof inner === 'object' && typeof key !== 'string')
      throw new TemplateError(`value has type ${typeName(key)}; should be string`);
    if (inner !== null && typeof inner === 'object') {
      if (Object.hasOwn(inner, text(key))) return (inner as Record<string, unknown>)[text(key)];
      return mapZero in inner ? inner[mapZero] : undefined;
    }
    throw new TemplateError(depth > 0 ? 'index of nil pointer' : 'index of untyped nil');
  }, value);

const sliced = ([value, from = 0, to]: Args): unknown => {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new TemplateError("can't slice item");
  const end = to === undefined ? value.length : number(to);
  if (number(from) > end || end > value.length)
    throw new TemplateError(`index out of range: ${Math.max(number(from), end)}`);
  return value.slice(number(from), end);
};

const title = (value: string): string =>
  value.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, a, b) => a + b.toUpperCase());

const padded = ([value, left, right]: Args): string =>
  text(value) === '' ? '' : ' '.repeat(number(left)) + text(value) + ' '.repeat(number(right));

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};

/** Go's built-in functions and those that Docker's command line adds. */
export const functions: Readonly<Record<string, (...args: Args) => unknown>> = {
  and: (...args) => args.find((it) => !isTrue(it)) ?? args.at(-1),
  or: (...args) => args.find(isTrue) ?? args.at(-1),
  call: (value) => {
    throw new TemplateError(`non-function of type ${typeName(value)}`);
  },
  not: (value) => !isTrue(value),
  len: lengthOf,
  index: (value, ...keys) => indexed(value, keys),
  slice: (...args) => sliced(args),
  print: (...args) =>
    args.reduce<string>((all, it, at) => {
      const apart = at > 0 && typeof it !== 'string' && typeof args[at - 1] !== 'string';
      return `${all}${apart ? ' ' : ''}${text(it)}`;
    }, ''),
  printf: (format, ...args) => sprintf(text(format), args),
  println: (...args) => `${args.map(text).join(' ')}\n`,
  html: (...args) => text(args[0]).replace(/[&<>"']/g, (char) => htmlEscapes[char] ?? char),
  urlquery: (...args) => encodeURIComponent(args.map(text).join('')).replaceAll('%20', '+'),
  js: (...args) => JSON.stringify(args.map(text).join('')).slice(1, -1),
  eq: (first, ...others) => others.some((it) => same(first, it)),
  ne: (a, b) => !same(a, b),
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
  // A row of a list makes its own JSON, and that escapes for HTML.
  json: (value) => goJson(value, typeof value === 'object' && value !== null && goType in value),
  split: (value, separator) => word(value).split(text(separator)),
  join: (list, separator) => (Array.isArray(list) ? list.map(text).join(text(separator)) : text(list)),
  title: (value) => title(word(value)),
  lower: (value) => word(value).toLowerCase(),
  upper: (value) => word(value).toUpperCase(),
  pad: (...args) => padded(args),
  padlen: (...args) => padded(args),
  truncate: (value, size) => [...word(value)].slice(0, number(size)).join(''),
};
