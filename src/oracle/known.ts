import type { Difference } from './compare.ts';
import type { Aspect } from './engine.ts';
import { printStep, type Step } from './step.ts';

/** What is known to differ between an engine of one version and Docker (docs/known/). */
export type KnownDifferences = {
  readonly format: 'plimsoll-known-differences';
  readonly version: 1;
  readonly engine: { readonly name: string; readonly version: string };
  /** What is not compared at all, and why. */
  readonly blind: readonly { readonly aspect: Aspect; readonly why: string }[];
  readonly entries: readonly KnownEntry[];
};

export type KnownEntry = {
  readonly id: string;
  /** One sentence: what the engine does that Docker does not. */
  readonly title: string;
  /** The shortest sequence whose last step shows it. */
  readonly steps: readonly Step[];
  /** Only after such steps, as docker lines: a regular expression over the whole line. */
  readonly after?: string;
  readonly differs: readonly Pattern[];
  /** Only where this difference is among those of the step: what follows from it would else hide what does not. */
  readonly beside?: Pattern;
  /** Whether both are in the same state but for this, so that a sequence may go on. */
  readonly goesOn: boolean;
  /** It is a race: the steps do not show it each time. */
  readonly sometimes?: true;
  readonly right: 'docker' | 'engine' | 'both';
  readonly why: string;
  readonly link?: string;
};

/** Which differences an entry speaks of: regular expressions that must match the whole text; absent matches anything. */
export type Pattern = {
  readonly aspect: Aspect;
  readonly at?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Over `expected`, a line break, and `actual`: for what must stand in both. */
  readonly both?: string;
};

/** The entries that account for the differences after a step; absent when something is left that none accounts for. */
export const knownBy = (
  entries: readonly KnownEntry[],
  step: Step,
  differences: readonly Difference[],
): readonly KnownEntry[] | undefined => {
  const found = accounted(entries, step, differences).map(({ entry }) => entry);
  const known = found.filter((entry) => entry !== undefined);
  return known.length < found.length ? undefined : [...new Set(known)];
};

/** The differences after a step that no entry accounts for. */
export const unknownOf = (
  entries: readonly KnownEntry[],
  step: Step,
  differences: readonly Difference[],
): readonly Difference[] =>
  accounted(entries, step, differences)
    .filter(({ entry }) => entry === undefined)
    .map(({ difference }) => difference);

const accounted = (entries: readonly KnownEntry[], step: Step, differences: readonly Difference[]) => {
  const line = entries.length > 0 && differences.length > 0 ? printStep(step) : '';
  const counting = entries.filter(({ beside }) => beside === undefined || differences.some((it) => fits(beside, it)));
  return differences.map((difference) => ({ difference, entry: entryFor(counting, line, difference) }));
};

/** The entry that accounts for one difference after the step that prints as this line. */
const entryFor = (entries: readonly KnownEntry[], line: string, difference: Difference): KnownEntry | undefined =>
  entries.find(({ after, differs }) => isWhole(after, line) && differs.some((pattern) => fits(pattern, difference)));

const fits = ({ aspect, at, expected, actual, both }: Pattern, difference: Difference): boolean =>
  aspect === difference.aspect &&
  isWhole(at, difference.at) &&
  isWhole(expected, difference.expected) &&
  isWhole(actual, difference.actual) &&
  isWhole(both, `${difference.expected}\n${difference.actual}`);

const isWhole = (pattern: string | undefined, text: string): boolean =>
  pattern === undefined || compiled(pattern).test(text);

/** The same few patterns are asked thousands of times. */
const expressions = new Map<string, RegExp>();

const compiled = (pattern: string): RegExp => {
  const expression = expressions.get(pattern) ?? new RegExp(`^(?:${pattern})$`, 's');
  expressions.set(pattern, expression);
  return expression;
};
