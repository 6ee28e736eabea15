import { Bijection } from './bijection.ts';
import { type Difference, differences } from './compare.ts';
import type { Answer, Aspect, EngineUnderTest, Focus } from './engine.ts';
import { type KnownEntry, knownBy, unknownOf } from './known.ts';
import type { Observation } from './observation.ts';
import { containerOf, type Step } from './step.ts';

/** A step after which an engine is not where the model is. */
export type Divergence = {
  readonly steps: readonly Step[];
  readonly differences: readonly Difference[];
};

export type SequenceResult = {
  /** Steps that both sides performed and agreed on. */
  readonly compared: number;
  readonly unsupported: readonly { readonly step: Step; readonly why: string }[];
  readonly divergence?: Divergence;
  /** Differences that were known, by the id of their entry: how many steps showed each. */
  readonly known: Readonly<Record<string, number>>;
  /** The sequence ended early at a known difference after which the two are not in the same state. */
  readonly endedBy?: KnownEntry;
};

/** What keeps the wait for an engine's settling apart from this module: it has no clock. */
export type Patience = {
  /** Waits a little; false when the bound for one step is reached. */
  readonly again: () => Promise<boolean>;
  readonly begin: () => void;
};

export type Pair = {
  readonly model: EngineUnderTest;
  readonly engine: EngineUnderTest;
  readonly blind: readonly Aspect[];
  readonly patience: Patience;
  /** What is known to differ: no divergence. */
  readonly known?: readonly KnownEntry[];
};

/** Draws the next step when it is known what the last ones did; nothing ends the sequence. */
export type Source = (done: readonly Step[]) => Step | undefined;

export const listed =
  (steps: readonly Step[]): Source =>
  (done) =>
    steps[done.length];

/**
 * The same steps on both sides, compared after each. The engine gets time to come to rest: it is looked at again until it
 * agrees, up to a bound.
 */
export const runSequence = async (pair: Pair, source: Source): Promise<SequenceResult> => {
  const { model, engine } = pair;
  await model.reset();
  await engine.reset();
  const names = new Bijection();
  const steps: Step[] = [];
  const unsupported: { readonly step: Step; readonly why: string }[] = [];
  const known: Record<string, number> = {};
  for (let step = source(steps); step !== undefined; step = source(steps)) {
    steps.push(step);
    const expected = await model.perform(step);
    const seen = await model.observe(focusOf(step));
    const actual = await engine.perform(step);
    if (actual.kind === 'unsupported') {
      unsupported.push({ step, why: actual.why });
      return { compared: steps.length - 1, unsupported, known };
    }
    const found = await settled(pair, names, step, { answer: expected, seen }, actual);
    await engine.observed?.();
    const entries = knownBy(pair.known ?? [], step, found);
    if (!entries) {
      const unknown = unknownOf(pair.known ?? [], step, found);
      return { compared: steps.length - 1, unsupported, known, divergence: { steps, differences: unknown } };
    }
    for (const { id } of entries) known[id] = (known[id] ?? 0) + 1;
    const endedBy = entries.find(({ goesOn }) => !goesOn);
    if (endedBy) return { compared: steps.length, unsupported, known, endedBy };
  }
  return { compared: steps.length, unsupported, known };
};

const settled = async (
  { engine, blind, patience, known = [] }: Pair,
  names: Bijection,
  step: Step,
  expected: { readonly answer: Answer; readonly seen: Observation },
  answer: Answer,
): Promise<readonly Difference[]> => {
  const focus = focusOf(step);
  patience.begin();
  for (;;) {
    const tried = names.copy();
    const found = differences(tried, expected, { answer, seen: await engine.observe(focus) }, blind);
    const entries = knownBy(known, step, found);
    if (entries?.every(({ goesOn }) => goesOn)) {
      names.take(tried);
      return found;
    }
    // An answer stays what it is, however long one looks.
    const isAnswered = found.some(
      (difference) => difference.aspect === 'answer' && !knownBy(known, step, [difference]),
    );
    if (isAnswered || !(await patience.again())) return found;
  }
};

/** Looks closely at what the step was about; at its files where it may have changed any. */
const focusOf = (step: Step): Focus => {
  const name = step.do === 'ask' && step.command.type === 'RenameContainer' ? step.command.name : containerOf(step);
  const changesFiles =
    step.do === 'exec' || (step.do === 'ask' && ['StartContainer', 'CreateContainer'].includes(step.command.type));
  return { files: changesFiles, ...(name !== undefined && { container: name }) };
};
