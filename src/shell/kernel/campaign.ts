import fc from 'fast-check';
import type { OverlayCase } from '../overlay-cases/case-format.ts';
import type { Perform } from '../overlay-cases/play.ts';
import { type ArbitraryOptions, arbitraryCase } from './arbitrary-case.ts';
import { type Difference, recorded } from './compare.ts';
import { type Comparison, comparisonOf, type Tally } from './comparison.ts';
import { minimal } from './minimal.ts';
import type { RealMount } from './real-mount.ts';
import type { CaseInput } from './wire.ts';

/** What a campaign compares, and how much of it. */
export type CampaignOptions = ArbitraryOptions & {
  readonly mount: RealMount;
  readonly seed: number;
  /** Ends after at least so many calls. */
  readonly ops: number;
  /** The union file system that is held against the mount; the model, if it is not said. */
  readonly model?: Perform;
  readonly progress?: (soFar: Tally) => void;
};

/** A case on which model and mount differ, as small as it could be made. */
export type Found = {
  readonly difference: Difference;
  /** What the mount did, in the form of recorded cases. */
  readonly recorded: OverlayCase;
  /** A campaign with this seed finds it at once. */
  readonly seed: number;
};

export type CampaignReport = Tally & Pick<Comparison, 'explained'> & { readonly found: Found | undefined };

/** So many cases come from one seed; the next ones from the next seed, so that any of them can be run again by itself. */
export const casesPerSeed = 100;

class Differs extends Error {}

/** Random cases through model and mount, compared after each call, until there were enough calls or one difference. */
export const campaign = async (options: CampaignOptions): Promise<CampaignReport> => {
  const { mount, ops, progress, model } = options;
  const comparison = comparisonOf(mount, model);
  const { tally, explained } = comparison;
  for (let seed = options.seed; tally.ops < ops; seed++) {
    const smallest = await firstDifference(comparison, options, seed);
    if (smallest) return { ...tally, explained, found: await narrowed(comparison, smallest, seed) };
    progress?.(tally);
  }
  return { ...tally, explained, found: undefined };
};

/** Runs the cases of a seed; the first that differs is shrunk by fast-check. */
const firstDifference = async (
  { both, count }: Comparison,
  options: ArbitraryOptions,
  seed: number,
): Promise<CaseInput | undefined> => {
  let isShrinking = false;
  const property = fc.asyncProperty(arbitraryCase(options), async (it) => {
    const { real, difference } = await both(it);
    if (!isShrinking) count(it, real);
    if (!difference) return;
    isShrinking = true;
    throw new Differs(difference.where);
  });
  const { errorInstance, counterexample } = await fc.check(property, { seed, numRuns: casesPerSeed });
  if (errorInstance && !(errorInstance instanceof Differs)) throw errorInstance;
  return counterexample?.[0];
};

const narrowed = async ({ both }: Comparison, it: CaseInput, seed: number): Promise<Found> => {
  const small = await minimal(it, async (candidate) => (await both(candidate)).difference !== undefined);
  const { real, difference } = await both(small);
  if (!difference) throw new Error(`seed ${seed}: a difference that does not come again`);
  return { difference, recorded: recorded(`campaign/${seed}`, small, real.slice(0, difference.at + 2)), seed };
};
