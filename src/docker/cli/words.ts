/** What is wrong with a script's line. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** A word of a line, as pieces: plain text, a variable, or the output of a command. */
export type WordPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'command'; readonly line: string; readonly quoted: boolean };
export type Word = readonly WordPiece[];

/** Commands of one line, joined by `;`, `&&` and `||`; `after` says on what the command depends. */
export type ScriptCommand = { readonly words: readonly Word[]; readonly after: ';' | '&&' | '||' };

/** Splits a line as a shell does: quotes, escapes, comments, variables, `$(…)`. */
export const commandsOf = (line: string): readonly ScriptCommand[] => {
  const commands: ScriptCommand[] = [];
  let words: Word[] = [];
  let word: WordPiece[] | undefined;
  let after: ScriptCommand['after'] = ';';
  let at = 0;

  const add = (piece: WordPiece): void => {
    const last = word?.at(-1);
    if (word && piece.kind === 'text' && last?.kind === 'text')
      word[word.length - 1] = { kind: 'text', text: last.text + piece.text };
    else word = [...(word ?? []), piece];
  };
  const endWord = (): void => {
    if (word) words.push(word);
    word = undefined;
  };
  const endCommand = (next: ScriptCommand['after']): void => {
    endWord();
    if (words.length > 0) commands.push({ words, after });
    words = [];
    after = next;
  };
  const dollar = (quoted: boolean): void => {
    if (line.startsWith('$(', at)) {
      const end = closingParen(line, at + 1);
      add({ kind: 'command', line: line.slice(at + 2, end), quoted });
      at = end + 1;
      return;
    }
    const found = /^\$(?:\{(\w+)\}|(\w+|\?))/.exec(line.slice(at));
    if (found) add({ kind: 'variable', name: found[1] ?? found[2] ?? '', quoted });
    else add({ kind: 'text', text: '$' });
    at += found?.[0].length ?? 1;
  };

  while (at < line.length) {
    const char = line[at] ?? '';
    if (char === '\\') {
      if (line[at + 1] !== '\n') add({ kind: 'text', text: line[at + 1] ?? '' });
      at += 2;
    } else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw new LineError('unterminated quoted string');
      add({ kind: 'text', text: line.slice(at + 1, end) });
      at = end + 1;
    } else if (char === '"') {
      add({ kind: 'text', text: '' });
      at++;
      while (line[at] !== '"') {
        if (at >= line.length) throw new LineError('unterminated quoted string');
        if (line[at] === '$') dollar(true);
        else if (line[at] === '\\' && /["\\$`\n]/.test(line[at + 1] ?? '')) {
          if (line[at + 1] !== '\n') add({ kind: 'text', text: line[at + 1] ?? '' });
          at += 2;
        } else add({ kind: 'text', text: line[at++] ?? '' });
      }
      at++;
    } else if (char === '$') dollar(false);
    else if (char === '#' && word === undefined) {
      const end = line.indexOf('\n', at);
      at = end < 0 ? line.length : end;
    } else if (line.startsWith('&&', at) || line.startsWith('||', at)) {
      endCommand(line.startsWith('&&', at) ? '&&' : '||');
      at += 2;
    } else if (char === ';' || char === '\n') {
      endCommand(';');
      at++;
    } else if (char === '|' || char === '&' || char === '<' || char === '>')
      throw new LineError(`'${char}' is not supported here`);
    else if (/\s/.test(char)) {
      endWord();
      at++;
    } else {
      add({ kind: 'text', text: char });
      at++;
    }
  }
  endCommand(';');
  return commands;
};

const closingParen = (line: string, open: number): number => {
  let depth = 0;
  let quote = '';
  for (let at = open; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  throw new LineError('unterminated $(');
};

/** Whether a text stops in the middle of a quotation, a `$(…)` or before a line break that does not count. */
export const isUnfinished = (text: string): boolean => {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
  try {
    commandsOf(text);
    return false;
  } catch (error) {
    return error instanceof LineError && error.message.startsWith('unterminated');
  }
};
