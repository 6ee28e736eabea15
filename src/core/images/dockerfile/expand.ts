import type { Flaw } from '../reference.ts';

/** `NAME=value` lines, later ones win. */
export type Environment = readonly string[];

/** Replaces `$x`, `${x}`, `${x:-y}`, `${x:+y}` and takes away quotes and escapes, as the builder's own small shell does. */
export const expand = (word: string, env: Environment, escapeChar = '\\'): string | Flaw => {
  const lexer: Lexer = { word, env, escapeChar, at: 0, flaw: undefined };
  const text = until(lexer, '');
  return lexer.flaw === undefined ? text : { flaw: lexer.flaw };
};

type Lexer = {
  readonly word: string;
  readonly env: Environment;
  readonly escapeChar: string;
  at: number;
  flaw?: string | undefined;
};

const until = (it: Lexer, stop: string): string => {
  let text = '';
  while (it.at < it.word.length && it.word[it.at] !== stop) {
    const char = it.word[it.at++] ?? '';
    if (char === "'") text += single(it);
    else if (char === '"') text += double(it);
    else if (char === '$') text += variable(it);
    else if (char === it.escapeChar) text += it.word[it.at++] ?? '';
    else text += char;
  }
  return text;
};

const single = (it: Lexer): string => {
  const end = it.word.indexOf("'", it.at);
  if (end < 0) it.flaw ??= 'unexpected end of statement while looking for matching single-quote';
  const text = it.word.slice(it.at, end < 0 ? undefined : end);
  it.at = end < 0 ? it.word.length : end + 1;
  return text;
};

const double = (it: Lexer): string => {
  let text = '';
  while (it.at < it.word.length) {
    const char = it.word[it.at++] ?? '';
    if (char === '"') return text;
    if (char === '$') text += variable(it);
    else if (char === it.escapeChar && ['"', '$', it.escapeChar].includes(it.word[it.at] ?? ''))
      text += it.word[it.at++];
    else text += char;
  }
  it.flaw ??= 'unexpected end of statement while looking for matching double-quote';
  return text;
};

const variable = (it: Lexer): string => {
  if (it.word[it.at] !== '{') {
    const name = nameAt(it);
    return name === '' ? '$' : (variableOf(it.env, name) ?? '');
  }
  it.at++;
  const name = nameAt(it);
  const rest = it.word.slice(it.at, it.at + 2);
  if (rest.startsWith('}')) {
    it.at++;
    return variableOf(it.env, name) ?? '';
  }
  if (rest !== ':-' && rest !== ':+') {
    it.flaw ??= rest.startsWith(':')
      ? `unsupported modifier (${rest[1]}) in substitution`
      : "missing ':' in substitution";
    it.at = it.word.length;
    return '';
  }
  it.at += 2;
  const word = until(it, '}');
  it.at++;
  const value = variableOf(it.env, name) ?? '';
  return rest === ':-' ? value || word : value === '' ? '' : word;
};

const nameAt = (it: Lexer): string => {
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?!$-])/.exec(it.word.slice(it.at))?.[0] ?? '';
  it.at += name.length;
  return name;
};

export const variableOf = (env: Environment, name: string): string | undefined => {
  const line = env.find((it) => it.startsWith(`${name}=`));
  return line?.slice(name.length + 1);
};
