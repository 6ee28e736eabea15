import type { ProfileName } from '../../core/streams/host/profile.ts';
import { Chance } from '../../oracle/chance.ts';
import type { Aspect, Capabilities, EngineUnderTest } from '../../oracle/engine.ts';
import type { KnownDifferences } from '../../oracle/known.ts';
import { nextStep } from '../../oracle/moves.ts';
import { baseImages } from '../../oracle/names.ts';
import type { Observation } from '../../oracle/observation.ts';
import { type Divergence, listed, type Pair, runSequence, type Source } from '../../oracle/run-sequence.ts';
import { shrink } from '../../oracle/shrink.ts';
import type { Step } from '../../oracle/step.ts';
import { AdapterEngine } from '../adapter/adapter-engine.ts';
import { BadInput } from '../bad-input.ts';
import { DockerEngine } from '../oracle/docker-engine.ts';
import type { Address } from '../oracle/http.ts';
import { ModelEngine } from '../oracle/model-engine.ts';
import { within } from '../oracle/patience.ts';
import { hostPrograms, twinArchive } from '../twin/twin-images.ts';
import { type Draws, Tally } from './draws.ts';

/** A Docker Engine API, a program that speaks the adapter protocol, or an engine that is there already. */
export type Target =
  | { readonly kind: 'api'; readonly address: Address }
  | { readonly kind: 'exec'; readonly command: string }
  | { readonly kind: 'own'; readonly open: (archive: Uint8Array) => Promise<EngineUnderTest> };

export type CheckOptions = {
  readonly engine: Target;
  readonly seed: number;
  readonly sequences: number;
  readonly length: number;
  /** No sequence begins later than this, in milliseconds. */
  readonly time: number;
  /** The engine may hold containers of others. */
  readonly share: boolean;
  readonly known?: KnownDifferences;
  readonly progress: (done: { readonly sequence: number; readonly compared: number }) => void;
  readonly stop: AbortSignal;
  /** These instead of random ones. */
  readonly steps?: readonly Step[];
  /** How long the engine may take to come to rest after a step, in milliseconds. */
  readonly rest?: number;
  /** The images that sequences begin with, as `docker save` writes them; by default with this machine's busybox. */
  readonly archive?: Uint8Array;
  /** Which engine the model is. */
  readonly profile?: ProfileName;
};

export type Found = Divergence & { readonly seed: number };

export type CheckReport = {
  readonly engine: Capabilities;
  readonly sequences: number;
  /** Steps that both performed and agreed on. */
  readonly compared: number;
  readonly unsupported: number;
  readonly seconds: number;
  readonly found: readonly Found[];
  /** Differences that did not show themselves when the same steps were taken again: races of the engine. */
  readonly unsteady: readonly Found[];
  /** Seconds that the model and the engine took of it. */
  readonly took: { readonly model: number; readonly engine: number };
  /** Known differences that were met, and those whose reproducer no longer shows them. */
  readonly known: Readonly<Record<string, number>>;
  readonly gone: readonly string[];
  /** What was performed and refused in the sequences themselves; shrinking and reproducers are not counted. */
  readonly draws: Draws;
};

/** How long an engine may take to come to rest after a step, and how long a divergence is shrunk, in milliseconds. */
const restWithin = 10_000;
const shrinkWithin = 60_000;

/** Random sequences on the model and on an engine; what the engine was given for it is taken away again, whatever happens. */
export const runCheck = async (options: CheckOptions): Promise<CheckReport> => {
  const archive = options.archive ?? twinArchive(baseImages, hostPrograms(false));
  const engine = await opened(options.engine, archive);
  const described = await engine.describe();
  const strangers = engine instanceof DockerEngine ? await engine.strangers() : [];
  if (strangers.length > 0 && !options.share)
    throw new BadInput(
      `the engine holds other containers (${strangers.slice(0, 3).join(', ')}${strangers.length > 3 ? ', …' : ''}); --share leaves them alone and goes on`,
    );
  const model = await ModelEngine.open(archive, 'oracle', options.profile);
  const tally = new Tally();
  model.onDecision = (decided) => tally.decided(decided);
  const took = { model: 0, engine: 0 };
  /** Nothing before the first look. */
  let hasShownDisk: boolean | undefined;
  const pair: Pair = {
    model: timed(tally.watching(model), took, 'model'),
    engine: timed(
      looking(engine, ({ disk }) => {
        hasShownDisk = hasShownDisk === true || disk !== undefined;
      }),
      took,
      'engine',
    ),
    blind: [...described.blind, ...(options.known?.blind ?? []).map(({ aspect }) => aspect)],
    patience: within(options.rest ?? restWithin),
    ...(options.known && { known: options.known.entries }),
  };
  const began = Date.now();
  const total = {
    sequences: 0,
    compared: 0,
    unsupported: 0,
    found: [] as Found[],
    unsteady: [] as Found[],
    known: {} as Record<string, number>,
  };
  try {
    for (let seed = options.seed; seed < options.seed + options.sequences; seed++) {
      if (options.stop.aborted || Date.now() - began > options.time) break;
      const chance = new Chance(seed);
      const drawn: Source = (done) =>
        done.length >= options.length ? undefined : nextStep(model.world, chance, 'whole');
      const source = options.steps ? listed(options.steps) : drawn;
      const result = await tally.during(() =>
        runSequence(pair, (done) => (options.stop.aborted ? undefined : source(done))),
      );
      total.sequences += 1;
      total.compared += result.compared;
      total.unsupported += result.unsupported.length;
      for (const [id, times] of Object.entries(result.known)) total.known[id] = (total.known[id] ?? 0) + times;
      options.progress({ sequence: total.sequences, compared: total.compared });
      if (!result.divergence) continue;
      const again = await runSequence(pair, listed(result.divergence.steps));
      if (!again.divergence) {
        total.unsteady.push({ ...result.divergence, seed });
        continue;
      }
      const until = Date.now() + shrinkWithin;
      const shortest = await shrink(pair, result.divergence, () => !options.stop.aborted && Date.now() < until);
      total.found.push({ ...shortest, seed });
    }
    const gone = await goneOf(pair, options);
    return {
      engine: hasShownDisk === false ? { ...described, blind: withAspect(described.blind, 'disk') } : described,
      ...total,
      took,
      seconds: (Date.now() - began) / 1000,
      gone,
      draws: tally.draws,
    };
  } finally {
    await engine.close();
    await model.close();
  }
};

const opened = async (target: Target, archive: Uint8Array): Promise<EngineUnderTest> => {
  switch (target.kind) {
    case 'api':
      return new DockerEngine(target.address, archive);
    case 'exec':
      return AdapterEngine.run(target.command, archive);
    case 'own':
      return target.open(archive);
  }
};

/** What an engine never showed was not compared, whether it says so or not. */
const withAspect = (blind: readonly Aspect[], aspect: Aspect): readonly Aspect[] =>
  blind.includes(aspect) ? blind : [...blind, aspect];

/** The same engine; what it shows is seen by somebody else too. */
const looking = (engine: EngineUnderTest, see: (seen: Observation) => void): EngineUnderTest => ({
  describe: () => engine.describe(),
  perform: (step) => engine.perform(step),
  observe: async (focus) => {
    const seen = await engine.observe(focus);
    see(seen);
    return seen;
  },
  observed: async () => engine.observed?.(),
  reset: () => engine.reset(),
  close: () => engine.close(),
});

/** The same engine, with an eye on the clock while it performs and shows. */
const timed = <Who extends 'model' | 'engine'>(
  engine: EngineUnderTest,
  took: Record<Who, number>,
  who: Who,
): EngineUnderTest => {
  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      took[who] += (performance.now() - began) / 1000;
    }
  };
  return {
    describe: () => engine.describe(),
    perform: (step) => watched(() => engine.perform(step)),
    observe: (focus) => watched(() => engine.observe(focus)),
    observed: async () => engine.observed?.(),
    reset: () => engine.reset(),
    close: () => engine.close(),
  };
};

/** Entries whose reproducer shows nothing any more. A race need not show itself. */
const goneOf = async (pair: Pair, { known, stop }: CheckOptions): Promise<readonly string[]> => {
  const gone: string[] = [];
  for (const { id, steps, sometimes } of known?.entries ?? []) {
    if (stop.aborted) break;
    const result = await runSequence(pair, listed(steps));
    if (!sometimes && !(id in result.known)) gone.push(id);
  }
  return gone;
};
