import type { Flaw } from '../reference.ts';

/** One instruction of a Dockerfile before anyone looks at its meaning. */
export type Line = {
  /** Upper case. */
  readonly keyword: string;
  /** `--chown=1:2` and the like, in front of the arguments. */
  readonly flags: readonly string[];
  /** The rest, continuation lines joined. */
  readonly text: string;
  readonly original: string;
  readonly number: number;
};

export type Dockerfile = { readonly lines: readonly Line[]; readonly escapeChar: string };

/** Splits a Dockerfile into instructions, as BuildKit's parser of Docker 20.10 does. */
export const parseLines = (source: string): Dockerfile | Flaw => {
  const rows = source.replace(/^\ufeff/, '').split(/\r?\n/);
  const escapeChar = escapeDirective(rows);
  const lines: Line[] = [];
  for (let at = 0; at < rows.length; ) {
    const { text, next } = logicalLine(rows, at, escapeChar);
    if (text !== '') lines.push(lineOf(text, at + 1));
    at = next;
  }
  return lines.length === 0 ? { flaw: 'file with no instructions' } : { lines, escapeChar };
};

/** Only in the comment lines at the very top. */
const escapeDirective = (rows: readonly string[]): string => {
  for (const row of rows) {
    const directive = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(row);
    if (!directive) break;
    if (directive[1]?.toLowerCase() === 'escape' && directive[2] === '`') return '`';
  }
  return '\\';
};

const isComment = (row: string): boolean => row.trimStart().startsWith('#');

/** Comments and empty lines inside a continued instruction do not end it. */
const logicalLine = (rows: readonly string[], from: number, escapeChar: string) => {
  const continued = escapeChar === '\\' ? /\\[ \t]*$/ : /`[ \t]*$/;
  let [text, at] = ['', from];
  for (; at < rows.length; at++) {
    const row = rows[at] ?? '';
    const isFirst = at === from;
    if (isComment(row)) {
      if (isFirst) break;
      continue;
    }
    if (!isFirst && row.trim() === '') continue;
    text += (isFirst ? row.trimStart() : row).replace(continued, '');
    if (!continued.test(row)) break;
  }
  return { text: text.trim(), next: at + 1 };
};

const lineOf = (original: string, number: number): Line => {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(original) ?? [];
  const flags: string[] = [];
  let text = rest.trim();
  for (let flag = leadingFlag.exec(text); flag; flag = leadingFlag.exec(text)) {
    text = text.slice(flag[0].length);
    if (flag[1] === '--') break;
    flags.push(flag[1] ?? '');
  }
  return { keyword: word.toUpperCase(), flags, text, original, number };
};

const leadingFlag = /^(--\S*)(?:\s+|$)/;

/** Words split at blanks; quotes and escapes keep blanks inside a word, and stay in it. */
export const wordsOf = (text: string, escapeChar: string): readonly string[] => {
  const words: string[] = [];
  let [word, quote] = ['', ''];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === escapeChar && quote !== "'") word += char + (text[++at] ?? '');
    else if (quote === '' && /\s/.test(char)) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      if (quote === '' && (char === '"' || char === "'")) quote = char;
      else if (char === quote) quote = '';
      word += char;
    }
  }
  return word === '' ? words : [...words, word];
};

export const plainWords = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** `["a", "b"]`; `undefined` when the text is no JSON list of texts. */
export const jsonWords = (text: string): readonly string[] | undefined => {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
};

export type Pair = readonly [key: string, value: string];

/** `K v w`, or `K=v L="w x"`: the first word decides. */
export const pairsOf = ({ keyword, text }: Line, escapeChar: string): readonly Pair[] | Flaw => {
  const words = wordsOf(text, escapeChar);
  const [first] = words;
  if (first === undefined) return { flaw: `${keyword} requires at least one argument` };
  if (!first.includes('=')) {
    const [, key, value] = /^(\S+)\s+([\s\S]+)$/.exec(text) ?? [];
    return key === undefined || value === undefined ? { flaw: `${keyword} must have two arguments` } : [[key, value]];
  }
  const pairs: Pair[] = [];
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 0)
      return { flaw: `Syntax error - can't find = in ${JSON.stringify(word)}. Must be of the form: name=value` };
    pairs.push([word.slice(0, at), word.slice(at + 1)]);
  }
  return pairs;
};
