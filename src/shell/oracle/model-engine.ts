import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../core/decide.ts';
import type { Event } from '../../core/event.ts';
import type { ContainerId, Digest, ExecId } from '../../core/kernel/brand.ts';
import type { Decision } from '../../core/kernel/decision.ts';
import type { ProfileName } from '../../core/streams/host/profile.ts';
import type { World } from '../../core/world.ts';
import { Chance } from '../../oracle/chance.ts';
import type { Answer, Capabilities, EngineUnderTest, Focus } from '../../oracle/engine.ts';
import { eventText, ownerOf } from '../../oracle/event-text.ts';
import { layerContents } from '../../oracle/layer-content.ts';
import { nextStep } from '../../oracle/moves.ts';
import type { Observation } from '../../oracle/observation.ts';
import { observeWorld } from '../../oracle/observe-world.ts';
import type { Step } from '../../oracle/step.ts';
import { ProgramMachine, runProcess } from '../../programs/index.ts';
import { dockerEvent } from '../../views/docker-events.ts';
import { loadImage } from '../load/load-image.ts';
import { type BlobStore, blobsInMemory, Session, type SessionOptions } from '../session.ts';

/** What time goes by after each step, in milliseconds: enough for what ends by itself to end. */
const breath = 1500;

const mostBreaths = 8;

/** The model as an engine: decisions, programs in its containers, a clock of its own. */
export class ModelEngine implements EngineUnderTest {
  private readonly blobs: BlobStore = blobsInMemory();
  private readonly seed: string;
  private readonly profile: ProfileName;
  /** How the images came in that every sequence begins with. */
  private readonly beginning: readonly Command[];
  private machine: ProgramMachine;
  /** Sees what is decided, by steps and by the programs that they run. */
  onDecision: SessionOptions['onDecision'];
  private seen = 0;

  private constructor(seed: string, profile: ProfileName, beginning: readonly Command[], blobs: BlobStore) {
    this.seed = seed;
    this.profile = profile;
    this.beginning = beginning;
    this.blobs = blobs;
    this.machine = this.fresh();
  }

  static async open(archive: Uint8Array, seed = 'oracle', profile: ProfileName = 'docker-20.10'): Promise<ModelEngine> {
    const blobs = blobsInMemory();
    const session = new Session({ seed, blobs, profile });
    const commands: Command[] = [];
    const directory = mkdtempSync(join(tmpdir(), 'plimsoll-oracle-'));
    try {
      const file = join(directory, 'images.tar');
      writeFileSync(file, archive);
      await loadImage(file, {
        get world() {
          return session.world;
        },
        blobs,
        perform: (command: Command): Decision<Event> => {
          commands.push(command);
          return session.perform(command);
        },
      });
    } finally {
      rmSync(directory, { recursive: true });
    }
    return new ModelEngine(seed, profile, commands, blobs);
  }

  private fresh(): ProgramMachine {
    const session = this.begun();
    return new ProgramMachine(session, runProcess);
  }

  private begun(): Session {
    const session = new Session({
      seed: this.seed,
      blobs: this.blobs,
      profile: this.profile,
      onDecision: (decided) => this.onDecision?.(decided),
    });
    for (const command of this.beginning) session.perform(command);
    return session;
  }

  /**
   * Steps, each drawn by a number of its own from what is possible where those before it lead. Programs do not run for it: what ends by
   * itself is thought to go on.
   */
  stepsBy(choices: readonly number[]): readonly Step[] {
    const session = this.begun();
    return choices.map((choice) => {
      const step = nextStep(session.world, new Chance(choice));
      if (step.do === 'ask') session.perform(step.command);
      return step;
    });
  }

  get world(): World {
    return this.machine.world;
  }

  /** Bytes that its files hold. */
  contents(digest: Digest): Uint8Array | undefined {
    return this.blobs.get(digest);
  }

  async describe(): Promise<Capabilities> {
    return { name: 'plimsoll', version: '20.10.24', blind: [] };
  }

  async perform(step: Step): Promise<Answer> {
    const answer = step.do === 'exec' ? await this.exec(step) : await this.ask(step.command);
    await this.breathe();
    return answer;
  }

  /** Time goes by as after a step, for what is asked of the machine itself. */
  async breathe(): Promise<void> {
    await this.machine.pass(breath);
    for (let more = 0; more < mostBreaths && this.willRestart(); more++) await this.machine.pass(breath);
  }

  /** The machine itself, and where its files' contents are kept: for requests that carry archives. */
  get bench(): { readonly machine: ProgramMachine; readonly blobs: BlobStore } {
    return { machine: this.machine, blobs: this.blobs };
  }

  /** What a program does takes time on the model's clock too: a few runs of one may be longer than a breath. */
  private willRestart(): boolean {
    return [...this.world.containers.values()].some(
      ({ state, backOff }) => state.status === 'restarting' && backOff < breath,
    );
  }

  private async ask(command: Command): Promise<Answer> {
    const decision = await this.machine.perform(command);
    // The API says 304 where there was nothing to do.
    if (decision.accepted)
      return isUnchanged(decision.answer) ? { kind: 'refused', status: 304, message: '' } : { kind: 'done' };
    const { status, message } = decision.rejection;
    return { kind: 'refused', status, message: status === 304 ? '' : message };
  }

  private async exec({ container, argv, user, workingDir }: Extract<Step, { readonly do: 'exec' }>): Promise<Answer> {
    const created = await this.machine.perform({
      issuer: 'client',
      type: 'CreateExec',
      container,
      config: { command: argv, ...(user !== undefined && { user }), ...(workingDir !== undefined && { workingDir }) },
    });
    if (!created.accepted) return refusal(created);
    const { id } = created.answer as { readonly id: ExecId };
    let output = '';
    let exitCode: number | undefined;
    const stop = this.machine.listen(id, (stream, text) => {
      if (stream === 'stdout') output += text;
    });
    const stopWatching = this.machine.watch((event) => {
      if ((event.type === 'ExecDied' || event.type === 'ExecFailed') && event.exec === id) exitCode = event.exitCode;
    });
    try {
      const started = await this.machine.perform({ issuer: 'client', type: 'StartExec', exec: id, detach: false });
      if (!started.accepted) return refusal(started);
      const { output: trouble } = (started.answer ?? {}) as { readonly output?: string };
      await this.machine.until(() => exitCode !== undefined);
      return { kind: 'done', exitCode: exitCode ?? 137, output: trouble ?? output };
    } finally {
      stop();
      stopWatching();
    }
  }

  async observe(focus: Focus): Promise<Observation> {
    const { world } = this.machine;
    const seen = observeWorld(world, focus, this.eventsSince());
    return {
      ...seen,
      images: seen.images.map((image) => ({ ...image, contents: layerContents(world, image.layers) })),
    };
  }

  /** What Docker would have told since the last look, by the object it is about. */
  private eventsSince(): Readonly<Record<string, readonly string[]>> {
    const told: Record<string, string[]> = {};
    let at = 0;
    for (const { event, before } of this.machine.history()) {
      if (at++ < this.seen) continue;
      const line = dockerEvent(before, event);
      const owner = line && ownerOf(line);
      if (line && owner !== undefined) told[owner] = [...(told[owner] ?? []), eventText(line)];
    }
    this.seen = at;
    return told;
  }

  /** The id of a container by its name. */
  idOf(name: string): ContainerId | undefined {
    return [...(this.world.indexes.names.get(name)?.keys() ?? [])][0];
  }

  async reset(): Promise<void> {
    this.machine = this.fresh();
    this.seen = 0;
    for (const _ of this.machine.history()) this.seen++;
  }

  async close(): Promise<void> {}
}

const isUnchanged = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'changed' in answer && answer.changed === false;

const refusal = (decision: Extract<Decision<Event>, { readonly accepted: false }>): Answer => ({
  kind: 'refused',
  status: decision.rejection.status,
  message: decision.rejection.message,
});
