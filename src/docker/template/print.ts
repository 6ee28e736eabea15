import { mapZero } from './go-type.ts';

/** A value of Go's that is nil and has a type: an empty list or map prints as such, and is `null` in JSON. */
export class Nil {
  readonly shown: string;
  readonly [mapZero]?: unknown;

  constructor(shown: '[]' | 'map[]' | '<nil>', zero?: unknown) {
    this.shown = shown;
    if (zero !== undefined) this[mapZero] = zero;
  }

  toJSON(): null {
    return null;
  }
}

/** Go's `struct{}{}`, of which sets of paths and ports are made. */
export class EmptyStruct {
  readonly shown = '{}';

  toJSON(): object {
    return {};
  }
}

/** What Go's `fmt` prints for `%v`: maps with sorted keys, lists in brackets. */
export const printValue = (value: unknown): string => {
  if (value === undefined || value === null) return '<no value>';
  if (typeof value === 'string') return value;
  if (value instanceof Nil || value instanceof EmptyStruct) return value.shown;
  if (Array.isArray(value)) return `[${value.map(printInner).join(' ')}]`;
  if (typeof value === 'object')
    return `map[${sortedEntries(value)
      .map(([k, v]) => `${k}:${printInner(v)}`)
      .join(' ')}]`;
  return String(value);
};

const printInner = (value: unknown): string => (value === undefined || value === null ? '<nil>' : printValue(value));

const sortedEntries = (value: object): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

/** Go's `encoding/json`: no spaces, and `<`, `>`, `&` written as escapes unless told otherwise. */
export const goJson = (value: unknown, escapesHtml = true): string => {
  const text = JSON.stringify(value ?? null);
  return escapesHtml ? escapeHtml(text) : text;
};

export const escapeHtml = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Go's `Printf` for the verbs that templates use. */
export const sprintf = (format: string, values: readonly unknown[]): string => {
  let next = 0;
  const text = format.replace(
    /%([-+# 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width, precision, verb) => {
      if (verb === '%') return '%';
      if (next >= values.length) return `%!${verb}(MISSING)`;
      const shown = verbatim(verb, values[next++], flags, precision);
      const size = Number(width ?? 0);
      return flags.includes('-') ? shown.padEnd(size) : shown.padStart(size, flags.includes('0') ? '0' : ' ');
    },
  );
  const extra = values.slice(next);
  return extra.length === 0
    ? text
    : `${text}%!(EXTRA ${extra.map((it) => `${typeName(it)}=${printValue(it)}`).join(', ')})`;
};

const verbatim = (verb: string, value: unknown, flags: string, precision: string | undefined): string => {
  if (value === undefined || value === null) return verb === 'v' ? '<nil>' : `%!${verb}(<nil>)`;
  switch (verb) {
    case 's':
    case 'v':
      return precision === undefined ? printValue(value) : printValue(value).slice(0, Number(precision));
    case 'd':
      return typeof value === 'number'
        ? `${flags.includes('+') && value >= 0 ? '+' : ''}${Math.trunc(value)}`
        : wrong(verb, value);
    case 'q':
      return JSON.stringify(printValue(value));
    case 'x':
      return typeof value === 'number'
        ? value.toString(16)
        : [...new TextEncoder().encode(printValue(value))].map((b) => b.toString(16).padStart(2, '0')).join('');
    case 'o':
      return typeof value === 'number' ? value.toString(8) : wrong(verb, value);
    case 'f':
      return typeof value === 'number' ? value.toFixed(Number(precision ?? 6)) : wrong(verb, value);
    case 't':
      return typeof value === 'boolean' ? String(value) : wrong(verb, value);
    case 'T':
      return typeName(value);
    default:
      return wrong(verb, value);
  }
};

const wrong = (verb: string, value: unknown): string => `%!${verb}(${typeName(value)}=${printValue(value)})`;

export const typeName = (value: unknown): string => {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  return typeof value === 'object' ? 'map[string]interface {}' : 'string';
};
