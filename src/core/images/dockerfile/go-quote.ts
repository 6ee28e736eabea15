const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** Go's `%q` of a text. */
export const goQuote = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Go escapes
  `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (char) => named[char] ?? `\\x${hex(char)}`)}"`;

const hex = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, '0');

/** Go's `%q` of a list: `["a" "b"]`. */
export const goQuoteList = (texts: readonly string[]): string => `[${texts.map(goQuote).join(' ')}]`;
