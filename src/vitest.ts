/** What `plimsoll/vitest` exports: an engine held against the model inside of one's own tests (docs/adapters.md). */
import * as fc from 'fast-check';
import { describe, test } from 'vitest';
import type { EngineUnderTest } from './oracle/engine.ts';
import type { KnownDifferences } from './oracle/known.ts';
import { baseImages } from './oracle/names.ts';
import type { Step } from './oracle/step.ts';
import { divergenceText, onceOnlyText } from './shell/check/check-text.ts';
import { type CheckReport, runCheck } from './shell/check/run-check.ts';
import { ModelEngine } from './shell/oracle/model-engine.ts';
import { hostPrograms, twinArchive } from './shell/twin/twin-images.ts';

export type { Answer, Aspect, Capabilities, EngineUnderTest, Focus } from './oracle/engine.ts';
export type { KnownDifferences } from './oracle/known.ts';
export type { Observation } from './oracle/observation.ts';
export { printStep, type Step } from './oracle/step.ts';
export { ModelEngine } from './shell/oracle/model-engine.ts';
export { twinArchive } from './shell/twin/twin-images.ts';

/** Makes the engine. It is given the images that every sequence begins with, as `docker save` writes them, and `reset` brings it back to them. */
export type OpenEngine = (images: Uint8Array) => EngineUnderTest | Promise<EngineUnderTest>;

export type HoldOptions = {
  /** The first sequence's seed; by default 1. */
  readonly seed?: number;
  /** Commands in a sequence; by default 30. */
  readonly length?: number;
  readonly known?: KnownDifferences;
  /** How long the engine may take to come to rest after a command, in milliseconds; by default 3000. */
  readonly rest?: number;
  /** The images that sequences begin with; by default made of this machine's busybox. */
  readonly images?: Uint8Array;
};

export type DescribeOptions = HoldOptions & {
  /** How many sequences, one test each; by default 10. */
  readonly sequences?: number;
  /** How long one may take, in milliseconds; by default two minutes. */
  readonly timeout?: number;
};

/** A suite of random sequences: each test performs one on the engine and on the model and fails with the shortest that parts them. */
export const describeEngine = (name: string, open: OpenEngine, options: DescribeOptions = {}): void => {
  const { seed = 1, sequences = 10, length = 30, timeout = 120_000 } = options;
  const seeds = Array.from({ length: sequences }, (_, at) => seed + at);
  describe(`${name} agrees with the model`, () => {
    test.each(seeds)(
      `${length} random commands, seed %i`,
      async (own) => {
        await holdEngine(open, { ...options, seed: own });
      },
      timeout,
    );
  });
};

/** One random sequence, or these steps. Rejects with docker lines and both sides' words when the engine is not where the model is. */
export const holdEngine = async (
  open: OpenEngine,
  options: HoldOptions = {},
  steps?: readonly Step[],
): Promise<CheckReport> => {
  const { seed = 1, length = 30, known, rest, images } = options;
  const report = await runCheck({
    engine: { kind: 'own', open: async (archive) => open(archive) },
    seed,
    sequences: 1,
    length,
    time: Number.POSITIVE_INFINITY,
    share: false,
    archive: images ?? imagesOfThisMachine(),
    stop: new AbortController().signal,
    progress: () => {},
    ...(known && { known }),
    ...(rest !== undefined && { rest }),
    ...(steps && { steps }),
  });
  for (const it of report.unsteady) console.warn(onceOnlyText(it));
  const wrong = [
    ...report.found.flatMap(divergenceText),
    ...report.gone.map((id) => `known difference ${id}: no longer there`),
  ];
  if (wrong.length > 0) throw new Error(`the engine is not where the model is\n${wrong.join('\n')}`);
  return report;
};

/**
 * Sequences of steps as a fast-check arbitrary: concrete commands, each drawn from what is possible where those before it lead, and sometimes
 * from what is not. Shrinks by leaving steps out.
 */
export const stepSequences = async ({
  minLength = 1,
  maxLength = 30,
  images = imagesOfThisMachine(),
}: {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly images?: Uint8Array;
} = {}): Promise<fc.Arbitrary<readonly Step[]>> => {
  const model = await ModelEngine.open(images);
  return fc
    .array(fc.integer({ min: 0, max: 0x7fffffff }), { minLength, maxLength, size: 'max' })
    .map((choices) => model.stepsBy(choices));
};

const imagesOfThisMachine = (): Uint8Array => twinArchive(baseImages, hostPrograms(false));
