import { functions } from './functions.ts';
import { piecesOf, type Token, tokensOf } from './scan.ts';
import { type Node, type Operand, type Pipeline, TemplateError } from './syntax.ts';

/** The template itself, and those that it defines. */
export type Parsed = { readonly nodes: readonly Node[]; readonly named: ReadonlyMap<string, readonly Node[]> };

/** Parses a Go template; throws `TemplateError` with Go's words. */
export const parseTemplate = (template: string): Parsed => {
  const pieces = piecesOf(template);
  const named = new Map<string, readonly Node[]>();
  let at = 0;
  let loops = 0;

  const nodes = (inside: string | undefined): { list: Node[]; end: string } => {
    const list: Node[] = [];
    while (at < pieces.length) {
      const piece = pieces[at++];
      if (piece === undefined) break;
      if (piece.kind === 'text') {
        list.push({ kind: 'text', text: piece.source });
        continue;
      }
      const tokens = tokensOf(piece.source, piece.start);
      const first = tokens[0]?.text;
      if (tokens[0]?.kind === 'word' && (first === 'end' || first === 'else')) {
        if (inside === undefined) throw new TemplateError(`unexpected {{${first}}}`);
        return { list, end: piece.source };
      }
      if (first === 'if' || first === 'with' || first === 'range') list.push(block(first, tokens.slice(1)));
      else if (first === 'break' || first === 'continue') {
        if (loops === 0) throw new TemplateError(`{{${first}}} outside {{range}}`);
        list.push({ kind: first });
      } else if (first === 'define') named.set(nameIn(tokens, first), nodes(first).list);
      else if (first === 'template' || first === 'block') {
        const name = nameIn(tokens, first);
        const rest = tokens.slice(2);
        const pipeline = rest.length > 0 ? pipelineOf(rest, first) : undefined;
        if (first === 'block') named.set(name, nodes(first).list);
        const place = { at: tokens[1]?.at ?? 0, source: `{{${piece.source}}}` };
        list.push({ kind: 'template', name, ...place, ...(pipeline && { pipeline }) });
      } else list.push({ kind: 'action', pipeline: pipelineOf(tokens, 'command') });
    }
    if (inside !== undefined) throw new TemplateError('unexpected EOF');
    return { list, end: '' };
  };

  const block = (kind: 'if' | 'with' | 'range', tokens: readonly Token[]): Node => {
    const pipeline = pipelineOf(tokens, kind);
    if (kind === 'range') loops++;
    const body = nodes(kind);
    if (kind === 'range') loops--;
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

  return { nodes: nodes(undefined).list, named };
};

const nameIn = (tokens: readonly Token[], clause: string): string => {
  const name = tokens[1];
  if (name?.kind !== 'string')
    throw new TemplateError(`unexpected ${JSON.stringify(name?.text ?? '')} in ${clause} clause`);
  return name.text;
};

const pipelineOf = (tokens: readonly Token[], context: string): Pipeline => {
  if (tokens.length === 0) throw new TemplateError(`missing value for ${context}`);
  const { variables, assigns, rest } = bindingOf(tokens);
  const commands: { operands: Operand[]; at: number }[] = [{ operands: [], at: rest[0]?.at ?? 0 }];
  for (let at = 0; at < rest.length; ) {
    const token = rest[at];
    if (token?.kind === 'symbol' && token.text === '|') {
      at++;
      commands.push({ operands: [], at: rest[at]?.at ?? 0 });
      continue;
    }
    const [operand, next] = operandAt(rest, at);
    commands.at(-1)?.operands.push(operand);
    at = next;
  }
  if (commands.some(({ operands }) => operands.length === 0)) throw new TemplateError(`missing value for ${context}`);
  return {
    variables,
    assigns,
    commands: commands.map((it) => ({ ...it, source: it.operands.map(({ source }) => source).join(' ') })),
  };
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
    return [{ kind: 'literal', value: token.text, source: JSON.stringify(token.text), at: token.at }, at + 1];
  if (token.kind === 'symbol') return groupAt(tokens, at);
  return [wordOperand(token.text, token.at), at + 1];
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
      source: `(${inside.map(({ text }) => text).join(' ')})${isField ? after.text : ''}`,
      at: isField ? after.at : (tokens[at]?.at ?? 0),
    },
    end + (isField ? 2 : 1),
  ];
};

/** Go says of a chain of fields that it stands where its second field does. */
const chainAt = (word: string, at: number): number => {
  const second = word.indexOf('.', 1);
  return second < 0 ? at : at + second;
};

const wordOperand = (source: string, at: number): Operand => {
  if (source === '.') return { kind: 'dot', fields: [], source, at };
  if (source.startsWith('.'))
    return { kind: 'dot', fields: source.split('.').slice(1), source, at: chainAt(source, at) };
  if (source.startsWith('$')) {
    const [name = '$', ...fields] = source.split('.');
    return { kind: 'variable', name, fields, source, at: chainAt(source, at) };
  }
  if (/^[-+]?\d/.test(source)) return { kind: 'literal', value: Number(source), source, at };
  if (source === 'true' || source === 'false') return { kind: 'literal', value: source === 'true', source, at };
  if (source === 'nil') return { kind: 'literal', value: undefined, source, at };
  if (!Object.hasOwn(functions, source)) throw new TemplateError(`function "${source}" not defined`);
  return { kind: 'function', name: source, source, at };
};
