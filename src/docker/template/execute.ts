import { functions, isTrue } from './functions.ts';
import { goType, mapZero } from './go-type.ts';
import { parseTemplate } from './parse.ts';
import { Nil, printValue } from './print.ts';
import { type Command, type Node, type Operand, type Pipeline, type Place, TemplateError } from './syntax.ts';

/** A template ready to run over any value. */
export type Template = (data: unknown) => string;

/** Compiles a Go template; parsing errors are thrown here, the others when it runs. */
export const template = (source: string): Template => {
  const { nodes, named } = parseTemplate(source);
  return (data) => {
    const out: string[] = [];
    run(nodes, data, [new Map([['$', data]])], { out, named, depth: 0 });
    return out.join('');
  };
};

/** Where a template prints, and which others it knows. */
type Printing = {
  readonly out: string[];
  readonly named: ReadonlyMap<string, readonly Node[]>;
  readonly depth: number;
};

/** Go gives up on templates that call themselves; so deep is no honest one. */
const deepest = 1000;

type Scope = readonly Map<string, unknown>[];
type Flow = 'on' | 'break' | 'continue';

const run = (nodes: readonly Node[], dot: unknown, scope: Scope, printing: Printing): Flow => {
  for (const node of nodes) {
    const flow = step(node, dot, scope, printing);
    if (flow !== 'on') return flow;
  }
  return 'on';
};

const step = (node: Node, dot: unknown, scope: Scope, printing: Printing): Flow => {
  switch (node.kind) {
    case 'text':
      printing.out.push(node.text);
      return 'on';
    case 'action': {
      const value = evaluate(node.pipeline, dot, scope);
      if (node.pipeline.variables.length === 0) printing.out.push(printValue(value));
      return 'on';
    }
    case 'if':
    case 'with': {
      const inner = [...scope, new Map<string, unknown>()];
      const value = evaluate(node.pipeline, dot, inner);
      if (!isTrue(value)) return run(node.otherwise, dot, inner, printing);
      return run(node.body, node.kind === 'with' ? value : dot, inner, printing);
    }
    case 'template': {
      const body = printing.named.get(node.name);
      if (!body) throw new TemplateError(`template ${JSON.stringify(node.name)} not defined`, node);
      if (printing.depth > deepest) throw new TemplateError(`exceeded maximum template depth (${deepest})`, node);
      const value = node.pipeline && evaluate(node.pipeline, dot, scope);
      return run(body, value, [new Map([['$', value]])], { ...printing, depth: printing.depth + 1 });
    }
    case 'range':
      return range(node, dot, scope, printing);
    default:
      return node.kind;
  }
};

const range = (node: Extract<Node, { kind: 'range' }>, dot: unknown, scope: Scope, printing: Printing): Flow => {
  const { variables, commands } = node.pipeline;
  const list = evaluate({ variables: [], assigns: false, commands }, dot, scope);
  const items = itemsOf(list, commands);
  if (items.length === 0) return run(node.otherwise, dot, scope, printing);
  for (const [key, value] of items) {
    const names = new Map<string, unknown>();
    if (variables.length === 1) names.set(variables[0] ?? '', value);
    if (variables.length === 2) names.set(variables[0] ?? '', key).set(variables[1] ?? '', value);
    if (run(node.body, value, [...scope, names], printing) === 'break') break;
  }
  return 'on';
};

const itemsOf = (list: unknown, commands: readonly Command[]): readonly (readonly [unknown, unknown])[] => {
  if (list === undefined || list === null || list instanceof Nil) return [];
  if (Array.isArray(list)) return list.map((value, at) => [at, value]);
  if (typeof list === 'object') return Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1));
  const last = commands.at(-1);
  throw new TemplateError(`range can't iterate over ${printValue(list)}`, last?.operands.at(-1) ?? last);
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

const call = (command: Command, piped: readonly unknown[], dot: unknown, scope: Scope): unknown => {
  const [first, ...others] = command.operands;
  if (first === undefined) return undefined;
  if (first.kind === 'function') {
    const args = [...others.map((it) => operandValue(it, dot, scope)), ...piped];
    return applied(first.name, args, command);
  }
  const found = operandValue(first, dot, scope);
  if (typeof found === 'function') return found(...others.map((it) => operandValue(it, dot, scope)), ...piped);
  if (others.length > 0 || piped.length > 0) throw new TemplateError(notCalled(first), first);
  return found;
};

const applied = (name: string, args: readonly unknown[], place: Place): unknown => {
  try {
    return functions[name]?.(...args);
  } catch (error) {
    if (error instanceof TemplateError) throw new TemplateError(`error calling ${name}: ${error.message}`, place);
    throw error;
  }
};

const notCalled = (operand: Operand): string => {
  const field = 'fields' in operand ? operand.fields.at(-1) : undefined;
  return field === undefined
    ? `can't give argument to non-function ${operand.source}`
    : `${field} is not a method but has arguments`;
};

const operandValue = (operand: Operand, dot: unknown, scope: Scope): unknown => {
  switch (operand.kind) {
    case 'literal':
      return operand.value;
    case 'dot':
      return fieldsOf(dot, operand.fields, operand);
    case 'variable': {
      const names = scope.findLast((it) => it.has(operand.name));
      if (!names) throw new TemplateError(`undefined variable "${operand.name}"`);
      return fieldsOf(names.get(operand.name), operand.fields, operand);
    }
    case 'group': {
      const value = evaluate(operand.pipeline, dot, scope);
      const [field] = operand.fields;
      // Go then speaks of the place where it last was.
      if (value === undefined && field !== undefined)
        throw new TemplateError(
          `nil data; no entry for key "${field}"`,
          operand.pipeline.commands.at(-1)?.operands.at(-1) ?? operand,
        );
      return fieldsOf(value, operand.fields, operand);
    }
    default:
      return applied(operand.name, [], operand);
  }
};

const fieldsOf = (value: unknown, fields: readonly string[], place: Place): unknown => {
  let inner = value;
  for (const field of fields) {
    if (inner === undefined || inner === null)
      throw new TemplateError(`nil pointer evaluating interface {}.${field}`, place);
    if (typeof inner !== 'object' || Array.isArray(inner))
      throw new TemplateError(`can't evaluate field ${field} in type interface {}`, place);
    if (!Object.hasOwn(inner, field)) {
      // Nothing has no fields, and asking for them is no error either (measured).
      if (mapZero in inner && inner[mapZero] !== undefined) return undefined;
      if (goType in inner) throw new TemplateError(`can't evaluate field ${field} in type ${inner[goType]}`, place);
      throw new TemplateError(`map has no entry for key "${field}"`, place);
    }
    inner = (inner as Record<string, unknown>)[field];
  }
  return inner;
};
