import type { Difference } from '../compare.ts';
import type { Answer, Aspect, EngineUnderTest } from '../engine.ts';
import { type KnownEntry, unknownOf } from '../known.ts';
import { patched } from '../merge-patch.ts';
import type { Observation } from '../observation.ts';
import { listed, type Patience, runSequence } from '../run-sequence.ts';
import type { Step } from '../step.ts';
import { nothingSeen, type TraceStep } from '../trace.ts';
import type { Judgement, Violation } from './judgement.ts';

/** A step of a trace and the line that it stands on. */
export type StepAt = { readonly line: number; readonly step: TraceStep };

export type Judging = {
  readonly model: EngineUnderTest;
  readonly blind: readonly Aspect[];
  readonly known: readonly KnownEntry[];
};

/** The recorded steps once more, on the model: the recording stands where an engine would stand. */
export const judgeSteps = async (steps: readonly StepAt[], { model, blind, known }: Judging): Promise<Judgement> => {
  const engine = new RecordedEngine(steps.map(({ step }) => step));
  const asked = steps.map(({ step }) => step.ask);
  const result = await runSequence({ model, engine, blind, known, patience: recordingsDoNotChange }, listed(asked));
  const { divergence, compared, endedBy } = result;
  const at = divergence && steps[divergence.steps.length - 1];
  const rest = steps.length - compared - (divergence ? 1 : 0);
  return {
    judged: { steps: compared + (divergence ? 1 : 0) },
    violations: at
      ? unknownOf(known, at.step.ask, divergence.differences).map((difference) => violationOf(at, difference))
      : [],
    notJudged: rest > 0 ? { [whyNot(endedBy, result.unsupported.length > 0)]: rest } : {},
    known: result.known,
  };
};

const whyNot = (endedBy: KnownEntry | undefined, isUnsupported: boolean): string =>
  endedBy
    ? `steps after the known difference ${endedBy.id}`
    : isUnsupported
      ? 'steps after one that the engine does not support'
      : 'steps after the first violation';

const violationOf = ({ line, step }: StepAt, { aspect, at, expected, actual }: Difference): Violation => ({
  line,
  what: `step ${step.n}, ${step.line}: ${at} is ${actual}`,
  rule: rules[aspect],
  allowed: expected,
});

/** Which part of the specification speaks of an aspect. */
const rules: Readonly<Record<Aspect, string>> = {
  answer: 'answers: status, words and their order are those of docs/facts/container-lifecycle.md',
  containers: 'K1, K2: a container goes only where its life allows, and its status and facts agree',
  images: 'C1, C2, I1 to I3: images, their history and layers',
  volumes: 'W4: volumes survive, but for the anonymous ones that a removal takes',
  diff: "W2, W3, O: a container's changes are those of its write layer",
  files: 'W1 to W6: the merged view of the layers',
  logs: 'what the processes of a container print is kept',
  processes: 'P1, P3: the processes of a container',
  inside: 'P2, P3: the view from inside a container is exactly its pid namespace',
  disk: 'D1, D2, K5: what lies below the data root is a function of the state, and what is gone leaves nothing there',
  events: "events: what happened is told, in the order of an object's life",
};

const recordingsDoNotChange: Patience = { begin: () => undefined, again: async () => false };

/** Answers and shows what was recorded. */
class RecordedEngine implements EngineUnderTest {
  private readonly steps: readonly TraceStep[];
  private at = 0;
  private seen: Observation = nothingSeen;

  constructor(steps: readonly TraceStep[]) {
    this.steps = steps;
  }

  async describe(): Promise<{ name: string; version: string; blind: readonly Aspect[] }> {
    return { name: 'recording', version: '1', blind: [] };
  }

  async perform(_: Step): Promise<Answer> {
    const step = this.steps[this.at++];
    if (!step) return { kind: 'unsupported', why: 'the recording ends here' };
    this.seen = patched(this.seen, step.changed) as Observation;
    return step.answer;
  }

  async observe(): Promise<Observation> {
    return this.seen;
  }

  async reset(): Promise<void> {
    this.at = 0;
    this.seen = nothingSeen;
  }

  async close(): Promise<void> {}
}
