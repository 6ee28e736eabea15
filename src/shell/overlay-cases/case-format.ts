/** One object of a recorded tree: a layer, an upper directory or a merged view. */
export type CaseNode = {
  readonly type: 'file' | 'dir' | 'symlink' | 'fifo' | 'chr' | 'whiteout' | 'ghost';
  readonly mode?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly content?: string;
  readonly target?: string;
  readonly rdev?: string;
  readonly nlink?: number;
  readonly hardlinkOf?: string;
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly opaque?: boolean;
  readonly errno?: string;
  /** Whole seconds, or `now`: during the case. Compared where a case says it. */
  readonly mtime?: number | 'now';
};

export type CaseTree = Readonly<Record<string, CaseNode>>;

/** One system call of a case. Which fields matter depends on `op`. */
export type CaseOp = {
  readonly op: string;
  readonly path: string;
  readonly to?: string;
  readonly mode?: string;
  readonly data?: string;
  readonly flags?: readonly string[];
  readonly size?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly name?: string;
  readonly value?: string;
  readonly target?: string;
  readonly rdev?: string;
  readonly fd?: number;
  /** What `utime` sets. */
  readonly mtime?: number;
};

export type CaseResult = { readonly ok?: true; readonly value?: unknown; readonly errno?: string };

/** One recorded case: the layers, what was done, what the kernel answered and left behind. */
export type OverlayCase = {
  readonly id: string;
  readonly readonlyMount?: boolean;
  /** Who makes the calls, when it is not root. */
  readonly who?: { readonly uid: number; readonly gid: number };
  readonly lowers: readonly CaseTree[];
  readonly upper: CaseTree;
  readonly ops: readonly CaseOp[];
  readonly results: readonly CaseResult[];
  readonly mergedAfter: CaseTree;
  readonly upperAfter: CaseTree;
};

/** A line that is no case. Shows as `line 7: …`. */
export class MalformedCase extends Error {
  override readonly name = 'MalformedCase';
}

/** Reads one line; whatever does not have the form is refused with its line number. */
export const parseCase = (line: string, number: number): OverlayCase => {
  const refuse = (what: string): never => {
    throw new MalformedCase(`line ${number}: ${what}`);
  };
  const value = parsed(line, refuse);
  if (!isRecord(value)) return refuse('not a JSON object');
  const { id, readonlyMount, who, lowers, upper, ops, results, mergedAfter, upperAfter } = value;
  if (typeof id !== 'string') return refuse('no "id"');
  if (readonlyMount !== undefined && typeof readonlyMount !== 'boolean') return refuse('"readonlyMount" is no boolean');
  if (who !== undefined && !(isRecord(who) && Number.isSafeInteger(who.uid) && Number.isSafeInteger(who.gid))) {
    return refuse('"who" has not the numbers "uid" and "gid"');
  }
  if (!Array.isArray(lowers)) return refuse('no list "lowers"');
  if (!Array.isArray(ops) || !Array.isArray(results)) return refuse('no lists "ops" and "results"');
  if (ops.length !== results.length) return refuse(`${ops.length} ops but ${results.length} results`);
  for (const [at, op] of ops.entries()) if (!isOp(op)) return refuse(`op ${at + 1} is malformed`);
  for (const [at, result] of results.entries()) if (!isRecord(result)) return refuse(`result ${at + 1} is malformed`);
  const trees = { ...Object.fromEntries(lowers.entries()), upper, mergedAfter, upperAfter };
  for (const [name, tree] of Object.entries(trees)) {
    const problem = treeProblem(tree);
    if (problem) return refuse(`tree ${/^\d/.test(name) ? `lowers[${name}]` : `"${name}"`}: ${problem}`);
  }
  return value as OverlayCase;
};

const parsed = (line: string, refuse: (what: string) => never): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'not JSON');
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldTypes: Readonly<Record<string, string>> = {
  op: 'string',
  path: 'string',
  to: 'string',
  mode: 'string',
  data: 'string',
  size: 'number',
  uid: 'number',
  gid: 'number',
  name: 'string',
  value: 'string',
  target: 'string',
  rdev: 'string',
  fd: 'number',
  mtime: 'number',
};

const isOp = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.op === 'string' &&
  typeof value.path === 'string' &&
  Object.entries(fieldTypes).every(([field, type]) => value[field] === undefined || typeof value[field] === type) &&
  (value.flags === undefined || (Array.isArray(value.flags) && value.flags.every((it) => typeof it === 'string')));

const types = ['file', 'dir', 'symlink', 'fifo', 'chr', 'whiteout', 'ghost'];

const treeProblem = (tree: unknown): string | undefined => {
  if (!isRecord(tree)) return 'not an object';
  for (const [path, node] of Object.entries(tree)) {
    const problem = pathProblem(tree, path) ?? nodeProblem(tree, node);
    if (problem) return `${path}: ${problem}`;
  }
  return undefined;
};

/** A path is absolute and plain, and what it stands in is a directory of the same tree. */
const pathProblem = (tree: Record<string, unknown>, path: string): string | undefined => {
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'the path is not absolute';
  if (path.split('/').some((part, at) => at > 0 && (part === '' || part === '.' || part === '..'))) {
    return 'the path is not plain';
  }
  const parent = path.slice(0, path.lastIndexOf('/'));
  const above = Object.hasOwn(tree, parent) ? tree[parent] : undefined;
  const isInside = parent === '' || (isRecord(above) && above.type === 'dir');
  return isInside ? undefined : 'its directory is not in the tree';
};

const nodeProblem = (tree: Record<string, unknown>, node: unknown): string | undefined => {
  if (!isRecord(node) || typeof node.type !== 'string' || !types.includes(node.type)) return 'unknown type';
  const { mode, mtime, hardlinkOf, xattrs } = node;
  if (mode !== undefined && !(typeof mode === 'string' && /^[0-7]{4}$/.test(mode)))
    return 'mode is not four octal digits';
  for (const field of ['content', 'target', 'rdev']) {
    if (node[field] !== undefined && typeof node[field] !== 'string') return `${field} is no text`;
  }
  for (const field of ['uid', 'gid', 'nlink']) {
    if (node[field] !== undefined && !Number.isSafeInteger(node[field])) return `${field} is no number`;
  }
  if (mtime !== undefined && mtime !== 'now' && !Number.isSafeInteger(mtime))
    return 'mtime is neither seconds nor "now"';
  if (xattrs !== undefined && !(isRecord(xattrs) && Object.values(xattrs).every((it) => typeof it === 'string'))) {
    return 'xattrs are no texts';
  }
  if (hardlinkOf === undefined) return undefined;
  return typeof hardlinkOf === 'string' && Object.hasOwn(tree, hardlinkOf) ? undefined : 'hardlinkOf names nothing';
};
