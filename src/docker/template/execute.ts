import { functions, isTrue } from './functions.ts';
import { goType } from './go-type.ts';
import { parseTemplate } from './parse.ts';
import { Nil, printValue } from './print.ts';
import { type Node, type Operand, type Pipeline, TemplateError } from './syntax.ts';

/** A template ready to run over any value. */
export type Template = (data: unknown) => string;

/** Compiles a Go template; parsing errors are thrown here, the others when it runs. */
export const template = (source: string): Template => {
  const nodes = parseTemplate(source);
  return (data) => {
    const out: string[] = [];
    run(nodes, data, [new Map([['$', data]])], out);
    return out.join('');
  };
};

type Scope = readonly Map<string, unknown>[];
type Flow = 'on' | 'break' | 'continue';

const run = (nodes: readonly Node[], dot: unknown, scope: Scope, out: string[]): Flow => {
  for (const node of nodes) {
    const flow = step(node, dot, scope, out);
    if (flow !== 'on') return flow;
  }
  return 'on';
};

const step = (node: Node, dot: unknown, scope: Scope, out: string[]): Flow => {
  switch (node.kind) {
    case 'text':
      out.push(node.text);
      return 'on';
    case 'action': {
      const value = evaluate(node.pipeline, dot, scope);
      if (node.pipeline.variables.length === 0) out.push(printValue(value));
      return 'on';
    }
    case 'if':
    case 'with': {
      const inner = [...scope, new Map<string, unknown>()];
      const value = evaluate(node.pipeline, dot, inner);
      if (!isTrue(value)) return run(node.otherwise, dot, inner, out);
      return run(node.body, node.kind === 'with' ? value : dot, inner, out);
    }
    case 'range':
      return range(node, dot, scope, out);
    default:
      return node.kind;
  }
};

const range = (node: Extract<Node, { kind: 'range' }>, dot: unknown, scope: Scope, out: string[]): Flow => {
  const { variables, commands } = node.pipeline;
  const list = evaluate({ variables: [], assigns: false, commands }, dot, scope);
  const items = itemsOf(list);
  if (items.length === 0) return run(node.otherwise, dot, scope, out);
  for (const [key, value] of items) {
    const names = new Map<string, unknown>();
    if (variables.length === 1) names.set(variables[0] ?? '', value);
    if (variables.length === 2) names.set(variables[0] ?? '', key).set(variables[1] ?? '', value);
    if (run(node.body, value, [...scope, names], out) === 'break') break;
  }
  return 'on';
};

const itemsOf = (list: unknown): readonly (readonly [unknown, unknown])[] => {
  if (list === undefined || list === null || list instanceof Nil) return [];
  if (Array.isArray(list)) return list.map((value, at) => [at, value]);
  if (typeof list === 'object') return Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1));
  throw new TemplateError(`range can't iterate over ${printValue(list)}`);
};

const evaluate = (pipeline: Pipeline, dot: unknown, scope: Scope): unknown => {
  let value: unknown;
  pipeline.commands.forEach((command, at) => {
    value = call(command, at === 0 ? [] : [value], dot, scope);
  });
  for (const name of pipeline.variables) {
    const holder = pipeline.assigns ? scope.findLast((names) => names.has(name)) : scope.at(-1);
    if (!holder) throw new TemplateError(`undefined variable "${name}"`);
    holder.set(name, value);
  }
  return value;
};

const call = (command: readonly Operand[], piped: readonly unknown[], dot: unknown, scope: Scope): unknown => {
  const [first, ...others] = command;
  if (first === undefined) return undefined;
  if (first.kind === 'function') {
    const args = [...others.map((it) => operandValue(it, dot, scope)), ...piped];
    return functions[first.name]?.(...args);
  }
  const found = operandValue(first, dot, scope);
  if (typeof found === 'function') return found(...others.map((it) => operandValue(it, dot, scope)), ...piped);
  if (others.length > 0 || piped.length > 0)
    throw new TemplateError(`executing "" at <${first.source}>: can't give argument to non-function ${first.source}`);
  return found;
};

const operandValue = (operand: Operand, dot: unknown, scope: Scope): unknown => {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'dot':
      return fieldsOf(dot, operand.fields, operand.source);
    case 'variable': {
      const names = scope.findLast((it) => it.has(operand.name));
      if (!names) throw new TemplateError(`undefined variable "${operand.name}"`);
      return fieldsOf(names.get(operand.name), operand.fields, operand.source);
    }
    case 'group':
      return fieldsOf(evaluate(operand.pipeline, dot, scope), operand.fields, operand.source);
    default:
      return functions[operand.name]?.();
  }
};

const fieldsOf = (value: unknown, fields: readonly string[], source: string): unknown =>
  fields.reduce((inner, field) => {
    if (inner === undefined || inner === null)
      throw new TemplateError(`executing "" at <${source}>: nil pointer evaluating interface {}.${field}`);
    if (typeof inner !== 'object' || Array.isArray(inner))
      throw new TemplateError(`executing "" at <${source}>: can't evaluate field ${field} in type ${kindOf(inner)}`);
    if (!Object.hasOwn(inner, field) && goType in inner)
      throw new TemplateError(`executing "" at <${source}>: can't evaluate field ${field} in type ${inner[goType]}`);
    if (!Object.hasOwn(inner, field))
      throw new TemplateError(`executing "" at <${source}>: map has no entry for key "${field}"`);
    return (inner as Record<string, unknown>)[field];
  }, value);

const kindOf = (value: unknown): string => (Array.isArray(value) ? '[]interface {}' : 'interface {}');
