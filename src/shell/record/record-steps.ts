import { createHash } from 'node:crypto';
import { Chance } from '../../oracle/chance.ts';
import type { Answer, Aspect, EngineUnderTest, Focus } from '../../oracle/engine.ts';
import type { KnownEntry } from '../../oracle/known.ts';
import { patchBetween } from '../../oracle/merge-patch.ts';
import { nextStep } from '../../oracle/moves.ts';
import type { Observation } from '../../oracle/observation.ts';
import { runSequence, type SequenceResult } from '../../oracle/run-sequence.ts';
import { printStep, type Step } from '../../oracle/step.ts';
import { nothingSeen, type TraceHeader, type TraceStep } from '../../oracle/trace.ts';
import type { ModelEngine } from '../oracle/model-engine.ts';
import { within } from '../oracle/patience.ts';
import type { HostPrograms } from '../twin/twin-images.ts';
import { TraceWriter } from './trace-writer.ts';

export type StepRecording = {
  readonly engine: EngineUnderTest;
  readonly model: ModelEngine;
  readonly programs: HostPrograms;
  readonly out: string;
  readonly seed: number;
  readonly length: number;
  readonly now: string;
  readonly blind: readonly Aspect[];
  readonly known: readonly KnownEntry[];
};

/** Random steps of the oracle on an engine, with all that was answered and seen. It ends at the first divergence. */
export const recordSteps = async (recording: StepRecording): Promise<SequenceResult> => {
  const { engine, model, programs, out, seed, length, now, blind, known } = recording;
  const { name, version } = await engine.describe();
  const writer = new TraceWriter(out, headerOf({ name, version }, now, programs));
  try {
    const recorded = new RecordingEngine(engine, (step) => writer.write(step));
    const chance = new Chance(seed);
    const result = await runSequence({ model, engine: recorded, blind, known, patience: within(3000) }, (done) =>
      done.length >= length ? undefined : askable(model, chance),
    );
    writer.finish();
    return result;
  } catch (error) {
    writer.abandon();
    throw error;
  }
};

/** Podman 4.3.1 has no update; a session shall not end there. */
const askable = (model: ModelEngine, chance: Chance): Step => {
  for (;;) {
    const step = nextStep(model.world, chance);
    if (step.do !== 'ask' || step.command.type !== 'UpdateContainer') return step;
  }
};

const headerOf = (engine: TraceHeader['engine'], recorded: string, { busybox }: HostPrograms): TraceHeader => ({
  kind: 'plimsoll-trace',
  version: 2,
  engine,
  recorded,
  busybox: { size: busybox.length, digest: `sha256:${createHash('sha256').update(busybox).digest('hex')}` },
});

/** An engine, and a pencil. */
class RecordingEngine implements EngineUnderTest {
  private readonly engine: EngineUnderTest;
  private readonly note: (step: TraceStep) => void;
  private step: Step | undefined;
  private answer: Answer = { kind: 'done' };
  private before: Observation = nothingSeen;
  private seen: Observation = nothingSeen;
  private n = 0;

  constructor(engine: EngineUnderTest, note: (step: TraceStep) => void) {
    this.engine = engine;
    this.note = note;
  }

  describe(): ReturnType<EngineUnderTest['describe']> {
    return this.engine.describe();
  }

  async perform(step: Step): Promise<Answer> {
    this.step = step;
    this.answer = await this.engine.perform(step);
    return this.answer;
  }

  async observe(focus: Focus): Promise<Observation> {
    this.seen = await this.engine.observe(focus);
    return this.seen;
  }

  /** The step is over: what was seen last is what it came to. */
  async observed(): Promise<void> {
    await this.engine.observed?.();
    if (!this.step) return;
    this.n++;
    this.note({
      kind: 'step',
      n: this.n,
      line: printStep(this.step),
      ask: this.step,
      answer: this.answer,
      changed: patchBetween(this.before, this.seen) ?? {},
    });
    this.before = this.seen;
  }

  reset(): Promise<void> {
    return this.engine.reset();
  }

  close(): Promise<void> {
    return this.engine.close();
  }
}
