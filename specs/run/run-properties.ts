import { laws } from '../invariants/index.ts';
import type { Engine, Law } from '../invariants/law.ts';
import { beginning } from '../properties/beginning.ts';
import { type Beginning, type Breach, drawn, type Lived, liveAndCheck } from '../properties/check-history.ts';
import { chanceOf } from '../properties/histories.ts';
import { model } from '../properties/live.ts';
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

/** What one history came to. */
export type Run = {
  readonly run: number;
  readonly commands: number;
  readonly refused: number;
  readonly events: number;
  readonly reach: ReturnType<Reach['rows']>;
  readonly broken: boolean;
};

/** What is held, and against what. */
export type Held = Pick<Options, 'seed' | 'length'> & { readonly laws: readonly Law[]; readonly engine: Engine };

const startOf = (() => {
  let made: Beginning | undefined;
  return (): Beginning => {
    made ??= beginning();
    return made;
  };
})();

/** In one history of so many, what laws found out along the way is also asked of the whole, the plain way. */
const seldom = 16;

/** The history of that number: by itself the same as among all others. */
const livedAt = ({ seed, length, laws: held, engine }: Held, run: number, reach?: Reach): Lived =>
  liveAndCheck(engine, held, startOf(), String(seed), drawn(chanceOf(seed, run, length)), {
    ...(reach && { seen: (step) => reach.see(step) }),
    twice: run % seldom === 0,
  });

export const runOne = (held: Held, run: number): Run => {
  const reach = new Reach();
  const { history, breach } = livedAt(held, run, reach);
  return {
    run,
    commands: history.steps.length,
    refused: history.steps.filter(({ rejection }) => rejection).length,
    events: history.events.length,
    reach: reach.rows(),
    broken: breach !== undefined,
  };
};

/** All histories up to the first that breaks a law, put together. */
export class Runs {
  readonly reach = new Reach();
  private readonly counts = { runs: 0, commands: 0, refused: 0, events: 0 };

  take({ commands, refused, events, reach }: Run): void {
    this.counts.runs += 1;
    this.counts.commands += commands;
    this.counts.refused += refused;
    this.counts.events += events;
    this.reach.join(reach);
  }

  get commands(): number {
    return this.counts.commands;
  }

  /** A failure is shrunk command by command: shrinking the chance first takes minutes and gains nothing. */
  done(held: Held, milliseconds: () => number, brokenRun?: number): PropertyRun {
    const { seed, laws: some, engine } = held;
    const { breach } = brokenRun === undefined ? {} : livedAt(held, brokenRun);
    const shortest = breach && shrink(() => engine, some, startOf(), String(seed), breach);
    return {
      seed,
      ...this.counts,
      milliseconds: milliseconds(),
      reach: this.reach,
      ...(shortest && brokenRun !== undefined && { breach: { ...shortest, run: brokenRun } }),
    };
  }
}

export const heldBy = ({
  seed,
  length,
  laws: some = laws,
  engine = model,
}: Pick<Options, 'seed' | 'length' | 'laws' | 'engine'>): Held => ({
  seed,
  laws: some,
  engine,
  ...(length !== undefined && { length }),
});

/** Holds laws against generated histories, one after the other, until one breaks. */
export const runProperties = (options: Options): PropertyRun => {
  const { runs, clock, progress } = options;
  const held = heldBy(options);
  const all = new Runs();
  const began = clock();
  for (let run = 1; run <= runs; run += 1) {
    const one = runOne(held, run);
    all.take(one);
    if (one.broken) return all.done(held, () => clock() - began, run);
    if (run % 50 === 0) progress?.(run, all.commands);
  }
  return all.done(held, () => clock() - began);
};

/** How many runs a law needs to catch a broken engine; `undefined` when it does not within `most`. */
export const runsToCatch = (law: Law, engine: () => Engine, seed: number, most: number): number | undefined => {
  for (let run = 1; run <= most; run += 1) {
    const { breach } = livedAt({ seed, laws: [law], engine: engine() }, run);
    if (breach) return run;
  }
  return undefined;
};
