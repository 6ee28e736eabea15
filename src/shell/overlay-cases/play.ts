import { applyChanges, type Context, type Outcome, stackOf, type Union } from '../../core/overlay/index.ts';
import type { CaseOp, CaseResult, OverlayCase } from './case-format.ts';
import { caseTime, type Store, treeOfCase } from './case-trees.ts';
import { type Descriptors, follow, fromCwd, heldCalls, onGone } from './held.ts';
import { calls, resultOf } from './run-op.ts';

/** A program error of the case itself: an operation that nobody knows. */
export class UnknownOperation extends Error {
  override readonly name = 'UnknownOperation';
}

/** What a call answers in the model, and the union after it. */
export type Played = { readonly result: CaseResult; readonly union: Union };

/** A union file system's calls. Broken ones exist to see whether the comparison finds them. */
export type Perform = (union: Union, op: CaseOp, ctx: Context, held: Descriptors) => Outcome<unknown>;

/** What a case starts with. */
export const unionOfCase = ({ lowers, upper }: Pick<OverlayCase, 'lowers' | 'upper'>, store: Store): Union => ({
  lower: stackOf(lowers.map((tree) => treeOfCase(tree, store))),
  upper: treeOfCase(upper, store),
});

/** A case that is being played: what its process holds, and what the next call does. */
export type Stage = {
  readonly held: Descriptors;
  readonly perform: (op: CaseOp) => Played;
};

/** A stage on which nothing happened yet. */
export const stageOf = (
  { readonlyMount, who }: Pick<OverlayCase, 'readonlyMount' | 'who'>,
  start: Union,
  store: Store,
  call: Perform = perform,
): Stage => {
  const ctx: Context = { ...store, uid: 0, gid: 0, ...who, umask: 0, now: caseTime, readonly: readonlyMount === true };
  const held: Descriptors = new Map();
  let union = start;
  return {
    held,
    perform: (op) => {
      const before = union;
      const outcome = call(union, op, ctx, held);
      if (outcome.changes?.length) union = { lower: union.lower, upper: applyChanges(union.upper, outcome.changes) };
      follow(before, union, held);
      return { result: resultOf(op, outcome), union };
    },
  };
};

/** The calls of a case in the model, one after the other. */
export function* play(
  it: Pick<OverlayCase, 'ops' | 'readonlyMount' | 'who'>,
  start: Union,
  store: Store,
  call: Perform = perform,
): Generator<Played> {
  const stage = stageOf(it, start, store, call);
  for (const op of it.ops) yield stage.perform(op);
}

/** One call in the model. */
export const perform: Perform = (union, op, ctx, held) => {
  const call = Object.hasOwn(calls, op.op) ? calls[op.op] : undefined;
  if (call) {
    const here = fromCwd(ctx, held);
    return onGone(union, op, here, held, call) ?? call(union, op, here);
  }
  const heldCall = Object.hasOwn(heldCalls, op.op) ? heldCalls[op.op] : undefined;
  if (!heldCall) throw new UnknownOperation(`unknown operation ${JSON.stringify(op.op)}`);
  return heldCall(union, op, ctx, held);
};
