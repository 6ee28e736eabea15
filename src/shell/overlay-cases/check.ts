import { isDeepStrictEqual } from 'node:util';
import type { CaseNode, CaseOp, CaseResult, CaseTree, OverlayCase } from './case-format.ts';
import { caseOfTree, caseOfUnion, newStore, type Store } from './case-trees.ts';
import { play, unionOfCase } from './play.ts';

/** Where a case and the model part: the first place in the order result, merged view, upper directory. */
export type Disagreement = {
  readonly where: string;
  /** What the case says. */
  readonly recorded: unknown;
  /** What the model says. */
  readonly model: unknown;
};

/** Runs one case through the model; `undefined` when it agrees with what the kernel did. */
export const checkCase = (it: OverlayCase, store: Store = newStore()): Disagreement | undefined => {
  let union = unionOfCase(it, store);
  let at = 0;
  for (const step of play(it, union, store)) {
    union = step.union;
    const [recorded, model] = [it.results[at] ?? {}, step.result];
    if (!isSameResult(recorded, model)) return { where: whereOf(it.ops, at), recorded, model };
    at++;
  }
  return (
    treesDiffer('mergedAfter', it.mergedAfter, caseOfUnion(union, store)) ??
    treesDiffer('upperAfter', it.upperAfter, caseOfTree(union.upper, store))
  );
};

/** `result 3 (rename /a)`. */
export const whereOf = (ops: readonly CaseOp[], at: number): string =>
  `result ${at + 1} (${ops[at]?.op} ${ops[at]?.path})`;

export const isSameResult = (a: CaseResult, b: CaseResult): boolean =>
  a.errno === b.errno && a.ok === b.ok && isDeepStrictEqual(a.value, b.value);

export const treesDiffer = (name: string, recorded: CaseTree, model: CaseTree): Disagreement | undefined => {
  const paths = new Set([...Object.keys(recorded), ...Object.keys(model)].sort());
  for (const path of paths) {
    const [a, b] = [compared(recorded, path), compared(model, path)];
    if (!isSameNode(a, b)) return { where: `${name} ${path}`, recorded: a, model: b };
  }
  return undefined;
};

/** A root that is left out is a plain one. */
const compared = (tree: CaseTree, path: string): CaseNode | undefined =>
  Object.hasOwn(tree, path) ? tree[path] : path === '/' ? { type: 'dir', mode: '0755' } : undefined;

/** Private bookkeeping of overlay (impure, origin, uuid) is not among them: nobody can see it. */
const fields = [
  'type',
  'mode',
  'uid',
  'gid',
  'content',
  'target',
  'rdev',
  'nlink',
  'hardlinkOf',
  'opaque',
  'errno',
] as const;

const isSameNode = (a: CaseNode | undefined, b: CaseNode | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : fields.every((field) => a[field] === b[field]) &&
      isDeepStrictEqual(a.xattrs, b.xattrs) &&
      (a.mtime === undefined || a.mtime === b.mtime);
