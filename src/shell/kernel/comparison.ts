import { type Perform, perform } from '../overlay-cases/play.ts';
import { compare, type Difference } from './compare.ts';
import { explanationOf } from './explained.ts';
import { predict } from './predict.ts';
import type { RealMount } from './real-mount.ts';
import type { CaseInput, Step } from './wire.ts';

/** How much was compared. */
export type Tally = {
  readonly cases: number;
  readonly ops: number;
  /** How often each call gave each answer: `rename EXDEV`. */
  readonly answers: Readonly<Record<string, number>>;
};

export type Compared = {
  readonly real: readonly Step[];
  /** The first difference that has no explanation. */
  readonly difference: Difference | undefined;
};

/** Holds cases in the model against a mount, and counts. */
export type Comparison = {
  readonly both: (it: CaseInput) => Promise<Compared>;
  readonly count: (it: CaseInput, real: readonly Step[]) => void;
  readonly tally: Tally;
  /** How often each difference with an explanation came. */
  readonly explained: Readonly<Record<string, number>>;
};

export const comparisonOf = (mount: RealMount, model: Perform = perform): Comparison => {
  const answers: Record<string, number> = {};
  const tally = { cases: 0, ops: 0, answers };
  const explained: Record<string, number> = {};
  return {
    tally,
    explained,
    both: async (it) => {
      const answer = mount.run(it);
      // The model works while the other process does.
      const predicted = predict(it, model);
      const real = await answer;
      const difference = compare(it.ops, real, predicted);
      const why = difference && explanationOf(difference, it.ops, mount.backing);
      if (why !== undefined) explained[why] = (explained[why] ?? 0) + 1;
      return { real, difference: why === undefined ? difference : undefined };
    },
    count: ({ ops }, real) => {
      tally.cases++;
      tally.ops += real.length - 1;
      for (const [at, { result }] of real.slice(1).entries()) {
        const answer = `${ops[at]?.op} ${result.errno ?? 'ok'}`;
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    },
  };
};
