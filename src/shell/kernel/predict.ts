import type { Union } from '../../core/overlay/index.ts';
import { caseOfTree, caseOfUnion, newStore, type Store } from '../overlay-cases/case-trees.ts';
import { type Perform, perform, play, unionOfCase } from '../overlay-cases/play.ts';
import { type CaseInput, linesOf, type Step } from './wire.ts';

/** What the model says that a real mount will answer and show, step by step; the first step is the mount itself. */
export const predict = (it: CaseInput, call: Perform = perform): readonly Step[] => {
  const store = newStore();
  let union = unionOfCase(it, store);
  let seen = { merged: mergedLines(union, store), upper: upperLines(union, store) };
  const steps: Step[] = [{ result: { ok: true }, ...seen }];
  for (const step of play(it, union, store, call)) {
    if (step.union !== union) {
      seen = { merged: mergedLines(step.union, store), upper: upperLines(step.union, store) };
      union = step.union;
    }
    steps.push({ result: step.result, ...seen });
  }
  return steps;
};

const mergedLines = (union: Union, store: Store): string => linesOf(caseOfUnion(union, store));
const upperLines = (union: Union, store: Store): string => linesOf(caseOfTree(union.upper, store));
