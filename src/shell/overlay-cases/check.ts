import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../core/kernel/instant.ts';
import { applyChanges, type Context, type Outcome, stackOf, type Union } from '../../core/overlay/index.ts';
import type { CaseNode, CaseOp, CaseResult, CaseTree, OverlayCase } from './case-format.ts';
import { caseOfTree, caseOfUnion, newStore, type Store, treeOfCase } from './case-trees.ts';
import { type Descriptors, follow, fromCwd, heldCalls } from './held.ts';
import { calls, resultOf } from './run-op.ts';

/** Where a case and the model part: the first place in the order result, merged view, upper directory. */
export type Disagreement = {
  readonly where: string;
  /** What the case says. */
  readonly recorded: unknown;
  /** What the model says. */
  readonly model: unknown;
};

/** A program error of the case itself: an operation that nobody knows. */
export class UnknownOperation extends Error {
  override readonly name = 'UnknownOperation';
}

const now = instant(1_000);

/** Runs one case through the model; `undefined` when it agrees with what the kernel did. */
export const checkCase = (it: OverlayCase, store: Store = newStore()): Disagreement | undefined => {
  const ctx: Context = { ...store, uid: 0, gid: 0, umask: 0, now, readonly: it.readonlyMount === true };
  const held: Descriptors = new Map();
  const lower = stackOf(it.lowers.map((tree) => treeOfCase(tree, store)));
  let union: Union = { lower, upper: treeOfCase(it.upper, store) };
  for (const [at, op] of it.ops.entries()) {
    const outcome = perform(union, op, ctx, held);
    if (outcome.changes) union = { lower, upper: applyChanges(union.upper, outcome.changes) };
    follow(union, held);
    const [recorded, model] = [it.results[at] ?? {}, resultOf(op, outcome)];
    if (!isSameResult(recorded, model)) return { where: `result ${at + 1} (${op.op} ${op.path})`, recorded, model };
  }
  return (
    treesDiffer('mergedAfter', it.mergedAfter, caseOfUnion(union, store)) ??
    treesDiffer('upperAfter', it.upperAfter, caseOfTree(union.upper, store))
  );
};

const perform = (union: Union, op: CaseOp, ctx: Context, held: Descriptors): Outcome<unknown> => {
  const call = Object.hasOwn(calls, op.op) ? calls[op.op] : undefined;
  if (call) {
    const here = fromCwd(op, ctx, held);
    return 'ok' in here ? here : call(union, op, here);
  }
  const heldCall = Object.hasOwn(heldCalls, op.op) ? heldCalls[op.op] : undefined;
  if (!heldCall) throw new UnknownOperation(`unknown operation ${JSON.stringify(op.op)}`);
  return heldCall(union, op, ctx, held);
};

const isSameResult = (a: CaseResult, b: CaseResult): boolean =>
  a.errno === b.errno && a.ok === b.ok && isDeepStrictEqual(a.value, b.value);

const treesDiffer = (name: string, recorded: CaseTree, model: CaseTree): Disagreement | undefined => {
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
    : fields.every((field) => a[field] === b[field]) && isDeepStrictEqual(a.xattrs, b.xattrs);
