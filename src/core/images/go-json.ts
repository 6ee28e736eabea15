import { compareNames } from '../overlay/byte-order.ts';

/** JSON text as Go's `encoding/json` writes it; each function gives text. `undefined` fields are left out. */
export type Field = readonly [key: string, text: string | undefined];

/** A Go struct: fields in their order. */
export const goStruct = (fields: readonly Field[]): string =>
  `{${fields
    .filter(([, text]) => text !== undefined)
    .map(([key, text]) => `${goString(key)}:${text}`)
    .join(',')}}`;

/** A Go map: keys sorted by their bytes. Entries, so that keys like `__proto__` or `10` are keys like any other. */
export const goMap = (fields: readonly Field[]): string => goStruct([...fields].sort(([a], [b]) => compareNames(a, b)));

export const goList = (texts: readonly string[] | undefined): string =>
  texts === undefined ? 'null' : `[${texts.map(goString).join(',')}]`;

/** A set is a map to empty structs in Go. */
export const goSet = (set: Readonly<Record<string, unknown>> | undefined): string =>
  set === undefined ? 'null' : goMap(Object.keys(set).map((key) => [key, '{}']));

export const goStrings = (map: Readonly<Record<string, string>> | undefined): string =>
  map === undefined ? 'null' : goMap(Object.entries(map).map(([key, value]) => [key, goString(value)]));

const short: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const special =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Go escapes
  /["\\<>&\u0000-\u001f\u2028\u2029]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Go also escapes `<`, `>`, `&` and the two line separators; bytes that are no UTF-8 become U+FFFD. */
export const goString = (text: string): string => `"${text.replace(special, escaped)}"`;

const escaped = (char: string): string => {
  const code = char.charCodeAt(0);
  if (code >= 0xd800 && code <= 0xdfff) return '\\ufffd';
  return short[char] ?? `\\u${code.toString(16).padStart(4, '0')}`;
};

/** A time as Go writes it: nanoseconds without their trailing zeros; the zero time where there is none. */
export const goTime = (text: string | undefined): string =>
  goString(
    text === undefined
      ? '0001-01-01T00:00:00Z'
      : text.replace(/(\.\d*?)0+(?=Z|[+-])/, '$1').replace(/\.(?=Z|[+-])/, ''),
  );
