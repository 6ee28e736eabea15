/**
 * An engine of one's own, held against the model inside of one's own vitest. This one is a thin layer over the model that counts
 * what it is asked: put your engine's client where `inner` is.
 */
import {
  type Answer,
  type Capabilities,
  describeEngine,
  type EngineUnderTest,
  type Focus,
  ModelEngine,
  type Observation,
  type Step,
} from 'plimsoll/vitest';

class MyEngine implements EngineUnderTest {
  asked = 0;
  private readonly inner: EngineUnderTest;

  constructor(inner: EngineUnderTest) {
    this.inner = inner;
  }

  async describe(): Promise<Capabilities> {
    // What it can not show is not compared.
    return { name: 'mine', version: '1', blind: ['disk', 'inside'] };
  }

  async perform(step: Step): Promise<Answer> {
    this.asked += 1;
    // What it can not do ends the sequence, and nothing is held against it.
    if (step.do === 'build') return { kind: 'unsupported', why: 'it has no builder' };
    return this.inner.perform(step);
  }

  async observe(focus: Focus): Promise<Observation> {
    const { disk: _, ...seen } = await this.inner.observe(focus);
    return seen;
  }

  /** Back to the images that every sequence begins with; nothing of the last sequence is left. */
  async reset(): Promise<void> {
    this.asked = 0;
    await this.inner.reset();
  }

  async close(): Promise<void> {
    await this.inner.close();
  }
}

describeEngine('an engine of one\'s own', async (images) => new MyEngine(await ModelEngine.open(images, 'mine')), {
  seed: 1,
  sequences: 3,
  length: 20,
  rest: 100,
});
