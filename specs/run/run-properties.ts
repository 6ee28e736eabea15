import fc from 'fast-check';
import { laws } from '../invariants/index.ts';
import type { Engine, Law } from '../invariants/law.ts';
import { beginning } from '../properties/beginning.ts';
import { type Beginning, type Breach, drawn, liveAndCheck } from '../properties/check-history.ts';
import { picks } from '../properties/histories.ts';
import { model } from '../properties/live.ts';
import type { Pick } from '../properties/moves/move.ts';
import { Reach } from '../properties/reach.ts';
import { shrink } from '../properties/shrink.ts';

export type PropertyRun = {
  readonly seed: number;
  readonly runs: number;
  readonly commands: number;
  readonly refused: number;
  readonly events: number;
  readonly milliseconds: number;
  readonly reach: Reach;
  readonly breach?: Breach & { readonly run: number };
};

export type Options = {
  readonly seed: number;
  readonly runs: number;
  readonly length?: number;
  readonly laws?: readonly Law[];
  readonly engine?: Engine;
  readonly clock: () => number;
  /** Told now and then how far it is. */
  readonly progress?: (run: number, commands: number) => void;
};

const startOf = (() => {
  let made: Beginning | undefined;
  return (): Beginning => {
    made ??= beginning();
    return made;
  };
})();

/** Holds laws against generated histories until one breaks. A failure is shrunk command by command: shrinking the chance first takes minutes and gains nothing. */
export const runProperties = (options: Options): PropertyRun => {
  const { seed, runs, length = 400, engine = model, clock } = options;
  const held = options.laws ?? laws;
  const begin = startOf();
  const reach = new Reach();
  const counts = { runs: 0, commands: 0, refused: 0, events: 0 };
  const began = clock();
  const holds = (chance: readonly Pick[]): boolean => {
    counts.runs += 1;
    const { breach } = liveAndCheck(engine, held, begin, String(seed), drawn(chance), (step) => {
      counts.commands += 1;
      counts.events += step.events.length;
      if (step.rejection) counts.refused += 1;
      reach.see(step);
    });
    if (counts.runs % 50 === 0) options.progress?.(counts.runs, counts.commands);
    return breach === undefined;
  };
  const details = fc.check(fc.property(picks(length), holds), { seed, numRuns: runs, endOnFailure: true });
  const found = details.counterexample?.[0];
  const { breach } = found ? liveAndCheck(engine, held, begin, String(seed), drawn(found)) : {};
  return {
    seed,
    ...counts,
    milliseconds: clock() - began,
    reach,
    ...(breach && { breach: { ...shrink(() => engine, held, begin, String(seed), breach), run: details.numRuns } }),
  };
};

/** How many runs a law needs to catch a broken engine; `undefined` when it does not within `most`. */
export const runsToCatch = (law: Law, engine: () => Engine, seed: number, most: number): number | undefined => {
  const begin = startOf();
  const chances = fc.sample(picks(400), { seed, numRuns: most });
  for (const [at, chance] of chances.entries()) {
    const { breach } = liveAndCheck(engine(), [law], begin, `${seed}/${at}`, drawn(chance));
    if (breach) return at + 1;
  }
  return undefined;
};
