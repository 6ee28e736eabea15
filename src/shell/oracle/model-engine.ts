import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../../core/decide.ts';
import type { Event } from '../../core/event.ts';
import type { ContainerId, Digest } from '../../core/kernel/brand.ts';
import type { Decision } from '../../core/kernel/decision.ts';
import { known } from '../../core/kernel/impossible.ts';
import { writeExportTar } from '../../core/layers/export-tar.ts';
import { layerOfTar } from '../../core/layers/layer-of-tar.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import type { ProfileName } from '../../core/streams/host/profile.ts';
import { emptyWorld, type World } from '../../core/world.ts';
import { Chance } from '../../oracle/chance.ts';
import { DiskWatch } from '../../oracle/disk.ts';
import type { Answer, Capabilities, EngineUnderTest, Focus } from '../../oracle/engine.ts';
import { eventText, ownerOf } from '../../oracle/event-text.ts';
import { layerContents } from '../../oracle/layer-content.ts';
import { nextStep } from '../../oracle/moves.ts';
import type { Observation } from '../../oracle/observation.ts';
import { diskOfWorld, diskSeen, observeWorld } from '../../oracle/observe-world.ts';
import type { Step } from '../../oracle/step.ts';
import { ProgramMachine, runProcess } from '../../programs/index.ts';
import { dockerEvent } from '../../views/docker-events.ts';
import { ps } from '../../views/ps.ts';
import { loadImage } from '../load/load-image.ts';
import { type BlobStore, blobsInMemory, Session, type SessionOptions } from '../session.ts';
import { listText, pruneText } from './answer-text.ts';
import { execIn } from './model-exec.ts';
import { built, refusal, reloaded } from './model-images.ts';
import { entriesOfFiles } from './tar-of-files.ts';

/** What time goes by after each step, in milliseconds: enough for what ends by itself to end. */
const breath = 1500;

const mostBreaths = 8;

/** The model as an engine: decisions, programs in its containers, a clock of its own. */
export class ModelEngine implements EngineUnderTest {
  private readonly blobs: BlobStore;
  /** Bytes that one sequence has made. */
  private readonly scratch = new Map<Digest, Uint8Array>();
  private readonly store: BlobStore = {
    get: (digest) => this.scratch.get(digest) ?? this.blobs.get(digest),
    put: (digest, bytes) => void this.scratch.set(digest, bytes),
  };
  private readonly seed: string;
  private readonly profile: ProfileName;
  /** How the images came in that every sequence begins with. */
  private readonly beginning: readonly Command[];
  private machine: ProgramMachine;
  /** Sees what is decided, by steps and by the programs that they run. */
  onDecision: SessionOptions['onDecision'];
  private seen = 0;
  private readonly watch = new DiskWatch({
    names: (path) => this.disk.names(path),
    text: (path) => this.disk.text(path),
    target: (path) => this.disk.target(path),
    tree: (path) => this.disk.tree(path),
  });
  private disk = diskOfWorld(emptyWorld);

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
      blobs: this.store,
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
      const step = nextStep(session.world, new Chance(choice), 'whole');
      if (step.do === 'ask') session.perform(step.command);
      return step;
    });
  }

  get world(): World {
    return this.machine.world;
  }

  /** Bytes that its files hold. */
  contents(digest: Digest): Uint8Array | undefined {
    return this.store.get(digest);
  }

  async describe(): Promise<Capabilities> {
    return { name: 'plimsoll', version: '20.10.24', blind: [] };
  }

  async perform(step: Step): Promise<Answer> {
    const answer = step.do === 'ask' ? await this.ask(step.command) : await this.more(step);
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
    return { machine: this.machine, blobs: this.store };
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
      return isUnchanged(decision.answer)
        ? { kind: 'refused', status: 304, message: '' }
        : this.answerOf(command, decision.answer);
    const { status, message } = decision.rejection;
    // An answer to HEAD has no body.
    const isSilent = status === 304 || command.type === 'StatArchive';
    return { kind: 'refused', status, message: isSilent ? '' : message };
  }

  /** What the answer says beside that it is done: as `answer-text.ts` reads it from an engine's. */
  private answerOf(command: Command, answer: unknown): Answer {
    switch (command.type) {
      case 'WaitContainer':
        return { kind: 'done', exitCode: (answer as { readonly exitCode?: number }).exitCode ?? 0 };
      case 'LogsContainer': {
        const id = this.idOf(command.container);
        const lines = [...((id && this.world.containers.get(id)?.log) ?? [])].sort(([a], [b]) => a - b);
        const printed = (stream: 'stdout' | 'stderr'): string =>
          lines.map(([, line]) => (line.stream === stream && command[stream] ? line.text : '')).join('');
        return { kind: 'done', output: `${printed('stdout')}${printed('stderr')}` };
      }
      case 'ListContainers':
        return { kind: 'done', output: listText(ps(this.world, { all: command.all === true })) };
      case 'PruneContainers':
      case 'PruneVolumes': {
        const { deleted, reclaimed } = answer as { readonly deleted: readonly string[]; readonly reclaimed: number };
        return { kind: 'done', output: pruneText({ ContainersDeleted: deleted, SpaceReclaimed: reclaimed }) };
      }
      case 'PruneImages':
        return { kind: 'done', output: pruneText(answer as Parameters<typeof pruneText>[0]) };
      default:
        return { kind: 'done' };
    }
  }

  private async more(step: Exclude<Step, { readonly do: 'ask' }>): Promise<Answer> {
    switch (step.do) {
      case 'exec':
        return execIn(this.machine, step);
      case 'put': {
        for (const { text } of step.files) if (text !== undefined) this.machine.bring(Buffer.from(text));
        const { container, path, files } = step;
        const entries = entriesOfFiles(files, this.machine.now);
        return this.ask({ issuer: 'client', type: 'PutArchive', container, path, entries, noOverwriteDirNonDir: true });
      }
      case 'import':
        return this.import(step);
      case 'reload':
        return reloaded(this.machine, this.store, step);
      case 'build':
        return built(this.machine, this.store, step);
    }
  }

  private async import({ container, repo, message }: Extract<Step, { readonly do: 'import' }>): Promise<Answer> {
    const exported = await this.machine.perform({ issuer: 'client', type: 'ExportContainer', container });
    if (!exported.accepted) return refusal(exported);
    const id = this.idOf(container);
    const union = id && unionOf(this.world, id);
    if (!union) return { kind: 'done' };
    const tar = writeExportTar(union, (digest) => known(this.contents(digest), `content ${digest}`));
    const layer = layerOfTar(tar);
    if (typeof layer === 'string') return { kind: 'done', exitCode: 1, output: layer };
    // A layer that came as a tar is saved as that very tar.
    this.machine.bring(tar);
    const { slices: _, ...content } = layer;
    const told = { issuer: 'client', type: 'ImportImage', layer: content, source: '-', repo } as const;
    const imported = await this.machine.perform({ ...told, ...(message !== undefined && { message }) });
    return imported.accepted ? { kind: 'done', exitCode: 0 } : refusal(imported);
  }

  async observe(focus: Focus): Promise<Observation> {
    const { world } = this.machine;
    const seen = observeWorld(world, focus, this.eventsSince());
    this.disk = diskOfWorld(world);
    const disk = diskSeen(world, this.watch);
    return {
      ...seen,
      disk,
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
    this.scratch.clear();
    this.watch.forget();
    this.machine = this.fresh();
    this.seen = 0;
    for (const _ of this.machine.history()) this.seen++;
  }

  async close(): Promise<void> {}
}

const isUnchanged = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'changed' in answer && answer.changed === false;
