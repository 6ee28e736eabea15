import { laws } from '../invariants/index.ts';
import { mutants } from '../mutants/index.ts';
import { runsToCatch } from './run-properties.ts';

/** One broken engine and one seed. */
export type Hunt = { readonly law: string; readonly name: string; readonly seed: number };

/** How many histories it took; absent where the law did not catch it. */
export type Caught = Hunt & { readonly runs?: number };

const seeds = [1, 2, 3];
const mostRuns = 150;

/** Every broken engine, or those of some laws, with several seeds. */
export const huntsOf = (only: readonly string[]): readonly Hunt[] =>
  mutants
    .filter(({ law }) => only.length === 0 || only.includes(law))
    .flatMap(({ law, name }) => seeds.map((seed) => ({ law, name, seed })));

export const catchOne = (hunt: Hunt): Caught => {
  const law = laws.find(({ id }) => id === hunt.law);
  const mutant = mutants.find((it) => it.law === hunt.law && it.name === hunt.name);
  const runs = law && mutant && runsToCatch(law, mutant.engine, hunt.seed, mostRuns);
  return { ...hunt, ...(runs !== undefined && { runs }) };
};
