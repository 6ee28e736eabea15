import { functions } from './functions.ts';
import { piecesOf, type Token, tokensOf } from './scan.ts';
import { type Node, type Operand, type Pipeline, TemplateError } from './syntax.ts';

/** Parses a Go template; throws `TemplateError` with Go's words. */
export const parseTemplate = (template: string): readonly Node[] => {
  const pieces = piecesOf(template);
  let at = 0;

  const nodes = (inside: string | undefined): { list: Node[]; end: string } => {
    const list: Node[] = [];
    while (at < pieces.length) {
      const piece = pieces[at++];
      if (piece === undefined) break;
      if (piece.kind === 'text') {
        list.push({ kind: 'text', text: piece.source });
        continue;
      }
      const tokens = tokensOf(piece.source);
      const first = tokens[0]?.text;
      if (tokens[0]?.kind === 'word' && (first === 'end' || first === 'else')) {
        if (inside === undefined) throw new TemplateError(`unexpected {{${first}}}`);
        return { list, end: piece.source };
      }
      if (first === 'if' || first === 'with' || first === 'range') list.push(block(first, tokens.slice(1)));
      else if (first === 'break' || first === 'continue') list.push({ kind: first });
      else list.push({ kind: 'action', pipeline: pipelineOf(tokens, 'command') });
    }
    if (inside !== undefined) throw new TemplateError('unexpected EOF');
    return { list, end: '' };
  };

  const block = (kind: 'if' | 'with' | 'range', tokens: readonly Token[]): Node => {
    const pipeline = pipelineOf(tokens, kind);
    const body = nodes(kind);
    if (body.end === 'end') return { kind, pipeline, body: body.list, otherwise: [] };
    const further = /^else\s+(if|with)\s+(.*)$/s.exec(body.end);
    if (further)
      return {
        kind,
        pipeline,
        body: body.list,
        otherwise: [block(further[1] === 'with' ? 'with' : 'if', tokensOf(further[2] ?? ''))],
      };
    return { kind, pipeline, body: body.list, otherwise: nodes(kind).list };
  };

  return nodes(undefined).list;
};

const pipelineOf = (tokens: readonly Token[], context: string): Pipeline => {
  if (tokens.length === 0) throw new TemplateError(`missing value for ${context}`);
  const { variables, assigns, rest } = bindingOf(tokens);
  const commands: Operand[][] = [[]];
  for (let at = 0; at < rest.length; ) {
    const token = rest[at];
    if (token?.kind === 'symbol' && token.text === '|') {
      commands.push([]);
      at++;
      continue;
    }
    const [operand, next] = operandAt(rest, at);
    commands.at(-1)?.push(operand);
    at = next;
  }
  if (commands.some((command) => command.length === 0)) throw new TemplateError(`missing value for ${context}`);
  return { variables, assigns, commands };
};

const bindingOf = (tokens: readonly Token[]): { variables: string[]; assigns: boolean; rest: readonly Token[] } => {
  const sign = tokens.findIndex(({ kind, text }) => kind === 'symbol' && (text === ':=' || text === '='));
  if (sign < 0) return { variables: [], assigns: false, rest: tokens };
  const variables = tokens.slice(0, sign).flatMap(({ kind, text }) => (kind === 'word' ? [text] : []));
  return { variables, assigns: tokens[sign]?.text === '=', rest: tokens.slice(sign + 1) };
};

const operandAt = (tokens: readonly Token[], at: number): readonly [Operand, number] => {
  const token = tokens[at];
  if (token === undefined) throw new TemplateError('unexpected EOF');
  if (token.kind === 'string')
    return [{ kind: 'literal', value: token.text, source: JSON.stringify(token.text) }, at + 1];
  if (token.kind === 'symbol') return groupAt(tokens, at);
  return [wordOperand(token.text), at + 1];
};

const groupAt = (tokens: readonly Token[], at: number): readonly [Operand, number] => {
  if (tokens[at]?.text !== '(') throw new TemplateError(`unexpected ${JSON.stringify(tokens[at]?.text)} in operand`);
  let depth = 0;
  let end = at;
  for (; end < tokens.length; end++) {
    const token = tokens[end];
    if (token?.kind !== 'symbol') continue;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth === 0) break;
  }
  if (end === tokens.length) throw new TemplateError('unclosed left paren');
  const inside = tokens.slice(at + 1, end);
  const after = tokens[end + 1];
  const isField = after?.kind === 'word' && !after.spaced && after.text.startsWith('.');
  return [
    {
      kind: 'group',
      pipeline: pipelineOf(inside, 'parenthesized pipeline'),
      fields: isField ? after.text.split('.').slice(1) : [],
      source: `(${inside.map(({ text }) => text).join(' ')})`,
    },
    end + (isField ? 2 : 1),
  ];
};

const wordOperand = (word: string): Operand => {
  if (word === '.') return { kind: 'dot', fields: [], source: word };
  if (word.startsWith('.')) return { kind: 'dot', fields: word.split('.').slice(1), source: word };
  if (word.startsWith('$')) {
    const [name = '$', ...fields] = word.split('.');
    return { kind: 'variable', name, fields, source: word };
  }
  if (/^[-+]?\d/.test(word)) return { kind: 'literal', value: Number(word), source: word };
  if (word === 'true' || word === 'false') return { kind: 'literal', value: word === 'true', source: word };
  if (word === 'nil') return { kind: 'literal', value: undefined, source: word };
  if (!Object.hasOwn(functions, word)) throw new TemplateError(`function "${word}" not defined`);
  return { kind: 'function', name: word, source: word };
};
