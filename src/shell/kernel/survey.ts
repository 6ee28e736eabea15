import fc from 'fast-check';
import type { CaseOp } from '../overlay-cases/case-format.ts';
import { arbitraryCase } from './arbitrary-case.ts';
import { type CampaignOptions, casesPerSeed, type Found } from './campaign.ts';
import { type Difference, recorded } from './compare.ts';
import { type Comparison, comparisonOf, type Tally } from './comparison.ts';
import { minimal } from './minimal.ts';
import type { CaseInput } from './wire.ts';

/** All cases in which a mount does something else in the same way. */
export type Kind = Found & { readonly kind: string; readonly cases: number };

export type SurveyReport = Tally & Pick<Comparison, 'explained'> & { readonly kinds: readonly Kind[] };

/** A campaign that does not end at a difference: each kind of difference with its smallest case and how often it came. */
export const survey = async (options: CampaignOptions): Promise<SurveyReport> => {
  const comparison = comparisonOf(options.mount, options.model);
  const { tally, explained, both, count } = comparison;
  const kinds = new Map<string, Kind>();
  for (let seed = options.seed; tally.ops < options.ops; seed++) {
    for (const it of fc.sample(arbitraryCase(options), { seed, numRuns: casesPerSeed })) {
      const { real, difference } = await both(it);
      count(it, real);
      if (!difference) continue;
      const kind = kindOf(difference, it.ops);
      const known = kinds.get(kind);
      kinds.set(kind, known ? { ...known, cases: known.cases + 1 } : await smallest(comparison, it, kind, seed));
    }
    options.progress?.(tally);
  }
  return { ...tally, explained, kinds: [...kinds.values()].sort((a, b) => b.cases - a.cases) };
};

const smallest = async ({ both }: Comparison, it: CaseInput, kind: string, seed: number): Promise<Kind> => {
  const isOfKind = async (candidate: CaseInput): Promise<boolean> => {
    const { difference } = await both(candidate);
    return difference !== undefined && kindOf(difference, candidate.ops) === kind;
  };
  const small = await minimal(it, isOfKind);
  const { real, difference } = await both(small);
  if (!difference) throw new Error(`seed ${seed}: a difference that does not come again`);
  const steps = real.slice(0, difference.at + 2);
  return { kind, cases: 1, difference, recorded: recorded(`survey/${kind}`, small, steps), seed };
};

/** `rename: result EXDEV, model ok`, `chmod: upper mode`: what differs after which call. */
const kindOf = ({ at, aspect, recorded: real, model }: Difference, ops: readonly CaseOp[]): string => {
  const call = ops[at]?.op ?? 'mount';
  if (aspect === 'result') return `${call}: ${shortResult(real)}, model ${shortResult(model)}`;
  return `${call}: ${aspect} ${fieldsThatDiffer(real, model).join(' ')}`;
};

const shortResult = (result: unknown): string => {
  const { errno = 'ok' } = result as { readonly errno?: string };
  return errno;
};

const fieldsThatDiffer = (a: unknown, b: unknown): readonly string[] => {
  if (!isObject(a) || !isObject(b)) return [isObject(a) ? `has ${a.type}` : `lacks ${isObject(b) ? b.type : ''}`];
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
