import { parse, serialize } from 'just-bash';
import { known } from '../core/kernel/impossible.ts';

/** Where a script's output goes while it runs: to files that the shell's file system takes as the two streams. */
export const streams = { stdout: '/dev/.plimsoll-stdout', stderr: '/dev/.plimsoll-stderr' } as const;

type Tree = { readonly type: string; readonly [field: string]: unknown };
type Redirected = Tree & { readonly redirections: readonly Tree[] };

const treeOf = (script: string): Tree => parse(script) as unknown as Tree;
const statementsOf = (script: string): readonly Tree[] => treeOf(script).statements as readonly Tree[];
const textOf = (statements: readonly Tree[]): string =>
  serialize({ type: 'Script', statements } as unknown as Parameters<typeof serialize>[0]);

const commandOf = (script: string): Redirected => {
  const [statement] = statementsOf(script);
  const [pipeline] = (statement?.pipelines ?? []) as readonly Tree[];
  return known(((pipeline?.commands ?? []) as readonly Redirected[])[0], 'command');
};

const toStdout = commandOf(`x >> ${streams.stdout}`).redirections;
const toStderr = commandOf(`x 2>> ${streams.stderr}`).redirections;

/** Builtins that print nothing and would lose their effect behind a redirection. */
const silent = new Set([
  'exit',
  'return',
  'break',
  'continue',
  'cd',
  'export',
  'unset',
  'set',
  'shift',
  'local',
  'read',
  ':',
  'readonly',
]);

/** Builtins of a real shell that the interpreter has not, or has otherwise. */
const renamed: Readonly<Record<string, string>> = {
  trap: 'plimsoll-trap',
  umask: 'plimsoll-umask',
  kill: 'plimsoll-kill',
  wait: 'plimsoll-wait',
};

/** The name and zeroth argument of a script, the number of its process: what `$0` and `$!` stand for. */
export type ScriptNames = { readonly zero: string };

/**
 * A script as the interpreter shall run it: each command writes to the streams as soon as it ends, so that output has its
 * time; jobs, `exec` and signals go through commands of our own (`plimsoll-job`, `plimsoll-exec`, `plimsoll-trap`, `plimsoll-kill`, `plimsoll-wait`).
 */
export const preparedScript = (script: string, names: ScriptNames): string =>
  textOf(statementsOf(script).map((statement) => streamed(renameIn(statement, names) as Tree)));

/** Whether a script is one simple command of an external program, which shells may execute in place. */
export const isOneCommand = (script: string): boolean => {
  try {
    const statements = statementsOf(script);
    const [statement] = statements;
    if (statements.length !== 1 || statement === undefined || statement.background === true) return false;
    const [pipeline, ...others] = statement.pipelines as readonly Tree[];
    const [command, ...more] = (pipeline?.commands ?? []) as readonly Tree[];
    if (others.length > 0 || more.length > 0 || pipeline?.negated === true || command?.type !== 'SimpleCommand')
      return false;
    const name = literalName(command);
    return name !== undefined && !shellBuiltins.has(name);
  } catch {
    return false;
  }
};

/**
 * The script with its last command executed in the shell's own place, as busybox does where that is a simple command of an external
 * program and no trap is set (measured, docs/facts.md).
 */
export const withLastInPlace = (script: string): string => {
  try {
    const statements = statementsOf(script);
    const last = statements.at(-1);
    const pipelines = (last?.pipelines ?? []) as readonly Tree[];
    const pipeline = pipelines.at(-1);
    const [command, ...more] = (pipeline?.commands ?? []) as readonly Redirected[];
    if (last?.background === true || more.length > 0 || pipeline?.negated === true) return script;
    if (command?.type !== 'SimpleCommand' || /\btrap\b/.test(script)) return script;
    const name = literalName(command);
    if (name === undefined || shellBuiltins.has(name)) return script;
    const executed = { ...command, name: commandOf('exec x').name, args: [command.name, ...(command.args as Tree[])] };
    return textOf([
      ...statements.slice(0, -1),
      { ...last, pipelines: [...pipelines.slice(0, -1), { ...pipeline, commands: [executed] }] } as Tree,
    ]);
  } catch {
    return script;
  }
};

export const shellBuiltins = new Set([
  'echo',
  'printf',
  'pwd',
  'true',
  'false',
  'test',
  '[',
  'exec',
  'eval',
  '.',
  'source',
  'command',
  'type',
  'umask',
  'alias',
  'getopts',
  'times',
  'hash',
  'trap',
  'kill',
  'wait',
  'jobs',
  ...silent,
]);

const literalName = ({ name }: Tree): string | undefined => {
  const parts = ((name as Tree | null)?.parts ?? []) as readonly Tree[];
  return parts.length === 1 && parts[0]?.type === 'Literal' ? String(parts[0].value) : undefined;
};

export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const streamed = (statement: Tree): Tree => {
  if (statement.background === true) {
    const job = textOf([{ ...statement, background: false }]);
    return statementsOf(`plimsoll-job ${quote(job)}`)[0] ?? statement;
  }
  return { ...statement, pipelines: (statement.pipelines as readonly Tree[]).map(streamedPipeline) };
};

const streamedPipeline = (pipeline: Tree): Tree => {
  const commands = pipeline.commands as readonly Redirected[];
  const last = commands.length - 1;
  const isSingle = last === 0;
  return {
    ...pipeline,
    commands: commands.map((command, at) => {
      if (
        isSingle &&
        command.type !== 'SimpleCommand' &&
        command.type !== 'FunctionDef' &&
        (command.redirections?.length ?? 0) === 0
      )
        return streamedBlock(command);
      return at === last ? redirected(command, [...toStdout, ...toStderr]) : redirected(command, toStderr);
    }),
  };
};

/** A command whose files can not be opened does not run, and the shell goes on: the interpreter would stop. */
const redirected = (command: Redirected, to: readonly Tree[]): Tree => {
  const files = (command.redirections ?? []).filter(isFileToWrite);
  const inner = streamedTo(command, to);
  if (files.length === 0 || command.type === 'FunctionDef') return inner;
  const name = command.type === 'SimpleCommand' ? literalName(command) : undefined;
  const isSpecial = name !== undefined && special.has(name);
  const group = commandOf(isSpecial ? '{ plimsoll-open || exit $?; x; }' : '{ plimsoll-open && x; }');
  const opening: Redirected = {
    ...commandOf('plimsoll-open'),
    args: files.flatMap(({ operator, target }) => [commandOf(`x '${operator}'`).args, target].flat()),
    redirections: toStderr,
  };
  return replaced(replaced(group, 'plimsoll-open', opening), 'x', inner) as Tree;
};

/** Builtins after whose failed redirection a shell ends. */
const special = new Set([
  ':',
  'exec',
  'exit',
  'export',
  'readonly',
  'return',
  'set',
  'shift',
  'unset',
  'trap',
  'eval',
  '.',
]);

/** Where looking twice at a word does no harm. */
const isFileToWrite = ({ operator, target }: Tree): boolean =>
  ['>', '>>', '>|', '&>', '&>>'].includes(String(operator)) &&
  ((target as Tree).parts as readonly Tree[] | undefined)?.every(isPlain) === true;

const isPlain = ({ type, parts, operation }: Tree): boolean =>
  type === 'Literal' ||
  type === 'SingleQuoted' ||
  type === 'Escaped' ||
  (type === 'ParameterExpansion' && operation === null) ||
  (type === 'DoubleQuoted' && (parts as readonly Tree[]).every(isPlain));

/** The tree with another command in the place of the one of this name. */
const replaced = (node: unknown, name: string, by: Tree): unknown => {
  if (Array.isArray(node)) return node.map((it) => replaced(it, name, by));
  if (node === null || typeof node !== 'object') return node;
  const tree = node as Tree;
  if (tree.type === 'SimpleCommand' && literalName(tree) === name) return by;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, replaced(value, name, by)]));
};

const streamedTo = (command: Redirected, to: readonly Tree[]): Tree => {
  if (command.type === 'FunctionDef') return command;
  if (command.type !== 'SimpleCommand') return { ...command, redirections: [...to, ...(command.redirections ?? [])] };
  const name = literalName(command);
  if (command.name === null || (name !== undefined && silent.has(name))) return command;
  if (name === 'exec') return executed(command, to);
  return { ...command, redirections: [...to, ...command.redirections] };
};

/** `exec program` runs the program in the shell's own process, and then there is no shell any more. */
const executed = (command: Redirected, to: readonly Tree[]): Tree => {
  const args = command.args as readonly Tree[];
  if (args.length === 0) return command;
  const group = commandOf('{ plimsoll-exec; exit $?; }');
  const [first, ...rest] = group.body as readonly Tree[];
  const template = commandOf('plimsoll-exec');
  const inner = { ...command, name: template.name, redirections: [...to, ...command.redirections] };
  const [pipeline] = (first?.pipelines ?? []) as readonly Tree[];
  return { ...group, body: [{ ...first, pipelines: [{ ...pipeline, commands: [inner] }] }, ...rest] };
};

const lists = ['body', 'condition', 'elseBody'] as const;

/** A compound command streams from within. */
const streamedBlock = (block: Tree): Tree => {
  const inner: Record<string, unknown> = { ...block };
  for (const field of lists)
    if (Array.isArray(block[field])) inner[field] = (block[field] as readonly Tree[]).map(streamed);
  for (const field of ['clauses', 'items'])
    if (Array.isArray(block[field])) inner[field] = (block[field] as readonly Tree[]).map(streamedBlock);
  return inner as Tree;
};

const jobNumber = ((): unknown => {
  const [word] = commandOf('x $(plimsoll-jobnumber)').args as readonly Tree[];
  return ((word?.parts ?? []) as readonly Tree[])[0];
})();

/** `$!` and `$0`, which the interpreter does not know, and builtins under our names. */
/** `test -t N`, `[ -t N ]`: whether there is a terminal the interpreter can not know. */
const isTerminalTest = ({ args }: Tree, name: string | undefined): boolean =>
  (name === 'test' || name === '[') && literalName({ type: 'word', name: (args as readonly Tree[])[0] }) === '-t';

const renameIn = (node: unknown, names: ScriptNames): unknown => {
  if (Array.isArray(node)) return node.map((it) => renameIn(it, names));
  if (node === null || typeof node !== 'object') return node;
  const tree = node as Tree;
  if (tree.type === 'ParameterExpansion' && tree.operation === null) {
    if (tree.parameter === '!') return jobNumber;
    if (tree.parameter === '0') return { type: 'Literal', value: names.zero };
  }
  const inner = Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, renameIn(value, names)])) as Tree;
  const name = tree.type === 'SimpleCommand' ? literalName(tree) : undefined;
  const other = isTerminalTest(tree, name)
    ? 'plimsoll-isatty'
    : name !== undefined && Object.hasOwn(renamed, name)
      ? renamed[name]
      : undefined;
  return other === undefined ? inner : { ...inner, name: commandOf(other).name };
};
