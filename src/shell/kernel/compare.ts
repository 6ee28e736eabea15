import type { CaseOp, CaseResult, OverlayCase } from '../overlay-cases/case-format.ts';
import { type Disagreement, isSameResult, treesDiffer, whereOf } from '../overlay-cases/check.ts';
import { type CaseInput, type Step, treeOfLines } from './wire.ts';

/** The first step at which the model and a real mount part. */
export type Difference = Disagreement & {
  /** Which call; -1 is the mount itself. */
  readonly at: number;
  readonly aspect: 'result' | 'merged' | 'upper';
};

/** Holds predicted steps against real ones; `undefined` when they are the same. */
export const compare = (
  ops: readonly CaseOp[],
  real: readonly Step[],
  model: readonly Step[],
): Difference | undefined => {
  for (const [index, a] of real.entries()) {
    const b = model[index];
    const difference = b && stepsDiffer(a, b);
    if (difference) return { at: index - 1, ...difference, where: placed(ops, index - 1, difference) };
  }
  return undefined;
};

type Part = Omit<Difference, 'at'>;

const placed = (ops: readonly CaseOp[], at: number, { aspect, where }: Part): string => {
  if (at < 0) return `after the mount: ${where}`;
  return aspect === 'result' ? whereOf(ops, at) : `${where} after ${whereOf(ops, at).replace('result', 'call')}`;
};

const stepsDiffer = (real: Step, model: Step): Part | undefined => {
  if (!isSameResult(real.result, model.result)) {
    return { aspect: 'result', where: 'result', recorded: real.result, model: model.result };
  }
  for (const aspect of ['merged', 'upper'] as const) {
    if (real[aspect] === model[aspect]) continue;
    const difference = treesDiffer(aspect, treeOfLines(real[aspect]), treeOfLines(model[aspect]));
    return { aspect, ...(difference ?? { where: aspect, recorded: real[aspect], model: model[aspect] }) };
  }
  return undefined;
};

/** A case as a file of recorded cases holds it: the calls so far, and what the real mount answered and shows after them. */
export const recorded = (id: string, it: CaseInput, steps: readonly Step[]): OverlayCase => {
  const [last] = steps.slice(-1);
  const results: readonly CaseResult[] = steps.slice(1).map(({ result }) => result);
  return {
    id,
    ...(it.readonlyMount && { readonlyMount: true }),
    ...(it.who && { who: it.who }),
    lowers: it.lowers,
    upper: it.upper,
    ops: it.ops.slice(0, results.length),
    results,
    mergedAfter: treeOfLines(last?.merged ?? ''),
    upperAfter: treeOfLines(last?.upper ?? ''),
  };
};
