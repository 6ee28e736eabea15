import { TemplateError } from './syntax.ts';

/** Text between actions, or the inside of one `{{ … }}`. */
export type Piece = { readonly kind: 'text' | 'action'; readonly source: string; readonly start: number };

/** Splits a template at its `{{` and `}}`; trim marks (`{{-`, `-}}`) are applied, comments taken out. */
export const piecesOf = (template: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let rest = template;
  let trimNext = false;
  for (;;) {
    const open = rest.indexOf('{{');
    const plain = open < 0 ? rest : rest.slice(0, open);
    const trimEnd = open >= 0 && /^\{\{-\s/.test(rest.slice(open));
    const text = trimmed(plain, trimNext, trimEnd);
    const from = template.length - rest.length;
    if (text !== '') pieces.push({ kind: 'text', source: text, start: from });
    if (open < 0) return pieces;
    const start = open + (trimEnd ? 3 : 2);
    const opened = rest.slice(start).trimStart();
    if (opened.startsWith('/*') && !opened.includes('*/')) throw new TemplateError('unclosed comment');
    const close = closeOf(rest, start);
    const inside = rest.slice(start, close);
    trimNext = /\s-$/.test(inside);
    const source = (trimNext ? inside.slice(0, -1) : inside).trim();
    const blanks = inside.length - inside.trimStart().length;
    if (!source.startsWith('/*')) pieces.push({ kind: 'action', source, start: from + start + blanks });
    rest = rest.slice(close + 2);
  }
};

const trimmed = (text: string, start: boolean, end: boolean): string => {
  const left = start ? text.trimStart() : text;
  return end ? left.trimEnd() : left;
};

/** Where the action ends; `}}` inside a quoted text does not count. */
const closeOf = (text: string, start: number): number => {
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === '`') quote = char;
    else if (text.startsWith('}}', at)) return at;
  }
  if (quote !== '') throw new TemplateError('unterminated quoted string');
  throw new TemplateError(text.includes('}', start) ? 'unexpected "}" in operand' : 'unclosed action');
};

export type Token = {
  readonly kind: 'word' | 'string' | 'symbol';
  readonly text: string;
  readonly spaced: boolean;
  readonly at: number;
};

const pattern =
  /(\s*)(?:("(?:[^"\\]|\\.)*"|`[^`]*`)|(:=|[()|,=])|(\$?[\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)+|\.|\$[\p{L}\p{N}_]*|[-+]?[\p{L}\p{N}_]+(?:\.\p{N}+)?))/uy;

/** The words of one action. */
export const tokensOf = (source: string, start = 0): readonly Token[] => {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(source);
    if (!found) {
      if (source.slice(from).trim() === '') break;
      const odd = source.slice(from).trim()[0] ?? '';
      throw new TemplateError(`unexpected ${JSON.stringify(odd)} in ${/[{}]/.test(odd) ? 'operand' : 'command'}`);
    }
    const [, space = '', quoted, symbol, word] = found;
    const place = { spaced: space !== '', at: start + from + space.length };
    if (quoted !== undefined) tokens.push({ kind: 'string', text: unquoted(quoted), ...place });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, ...place });
    else tokens.push({ kind: 'word', text: word ?? '', ...place });
  }
  return tokens;
};

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', "'": "'" };

const unquoted = (text: string): string =>
  text.startsWith('`')
    ? text.slice(1, -1)
    : text
        .slice(1, -1)
        .replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g, (all, x?: string, u?: string, other?: string) =>
          (x ?? u) ? String.fromCharCode(Number.parseInt(x ?? u ?? '', 16)) : (escapes[other ?? ''] ?? all),
        );
