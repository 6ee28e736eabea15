import { type Command, decide } from '../../core/decide.ts';
import { instant } from '../../core/kernel/instant.ts';
import type { World } from '../../core/world.ts';
import { Chance } from '../../oracle/chance.ts';
import { nextStep } from '../../oracle/moves.ts';
import { baseImages, ownPrefix } from '../../oracle/names.ts';
import { containerOf, printStep, type Step } from '../../oracle/step.ts';
import { expectedAnswer, expectedState, Numbering } from '../../oracle/vectors/expected.ts';
import type { Vector, VectorStep, Vectors } from '../../oracle/vectors/vector.ts';
import { ModelEngine } from '../oracle/model-engine.ts';
import type { Decided } from '../session.ts';
import { type HostPrograms, twinArchive } from '../twin/twin-images.ts';
import { lawsReached } from './laws-reached.ts';
import { notReached } from './not-reached.ts';
import { type Story, stories } from './stories.ts';
import { vectorRequest } from './vector-request.ts';

export type Making = {
  readonly programs: HostPrograms;
  readonly seed: number;
  /** How many generated histories, and how long each. */
  readonly histories: number;
  readonly length: number;
  /** What the archive of images is called beside the vectors. */
  readonly images: string;
};

/** Command sequences with what the model answers and shows after each step; and the images that they begin with. */
export const makeVectors = async (
  making: Making,
): Promise<{ readonly vectors: Vectors; readonly archive: Uint8Array }> => {
  const archive = twinArchive(baseImages, making.programs);
  const maker = new Maker(await ModelEngine.open(archive));
  const vectors: Vector[] = [];
  for (const story of stories) vectors.push(await maker.told(story));
  for (let at = 0; at < making.histories; at++) vectors.push(await maker.drawn(making.seed + at, making.length));
  const reached = {
    commands: [...maker.commands].sort(),
    rejections: [...maker.rejections].sort(),
    laws: [...maker.laws].sort(),
  };
  return {
    archive,
    vectors: {
      format: 'plimsoll-vectors',
      version: 2,
      specifies: 'Docker Engine 20.10.24, API 1.41',
      images: making.images,
      prefix: ownPrefix,
      vectors,
      reached,
      notReached: notReached(reached),
    },
  };
};

class Maker {
  private readonly model: ModelEngine;
  readonly commands = new Set<string>();
  readonly rejections = new Set<string>();
  readonly laws = new Set<string>();
  private past: Decided[] = [];

  constructor(model: ModelEngine) {
    this.model = model;
    model.onDecision = (decided) => void this.past.push(decided);
  }

  async told({ name, from, steps }: Story): Promise<Vector> {
    return { name, from, steps: await this.play((at) => steps[at]) };
  }

  async drawn(seed: number, length: number): Promise<Vector> {
    const chance = new Chance(seed);
    const steps = await this.play((at) => (at < length ? nextStep(this.model.world, chance) : undefined));
    return { name: `generated history ${seed}`, from: 'generated', steps };
  }

  private async play(stepAt: (at: number) => Step | undefined): Promise<readonly VectorStep[]> {
    this.past = [];
    await this.model.reset();
    const layers = new Numbering();
    const played: VectorStep[] = [];
    for (let step = stepAt(0); step !== undefined; step = stepAt(played.length))
      played.push(await this.perform(step, layers));
    for (const law of lawsReached(this.past, this.laws)) this.laws.add(law);
    return played;
  }

  private async perform(step: Step, layers: Numbering): Promise<VectorStep> {
    this.note(step, this.model.world);
    const container =
      step.do === 'ask' && step.command.type === 'RenameContainer' ? step.command.name : containerOf(step);
    const before = await this.model.observe({ files: false });
    const answer = await this.model.perform(step);
    const seen = await this.model.observe({ files: false, ...(container !== undefined && { container }) });
    const request = step.do === 'ask' ? vectorRequest(step.command) : undefined;
    return {
      line: printStep(step),
      ...(request && { request }),
      ...(step.do === 'exec' && {
        exec: { container: step.container, argv: step.argv, ...(step.user !== undefined && { user: step.user }) },
      }),
      // A refusal may name a container that is gone by now.
      answer: expectedAnswer(
        answer,
        { ...seen, containers: { ...seen.containers, ...before.containers } },
        step.do === 'exec',
      ),
      state: expectedState(seen, layers),
    };
  }

  /** Which command it is, and which refusal it will get. */
  private note(step: Step, world: World): void {
    if (step.do !== 'ask' && step.do !== 'exec') return;
    const command: Command =
      step.do === 'ask'
        ? step.command
        : {
            issuer: 'client',
            type: 'CreateExec',
            container: step.container,
            config: { command: step.argv, ...(step.user !== undefined && { user: step.user }) },
          };
    this.commands.add(command.type);
    if (step.do === 'exec') this.commands.add('StartExec').add('InspectExec');
    const decision = decide(world, command, {
      entropy: { now: instant(Date.UTC(2030, 0, 1)), seed: 'vectors' },
      contents: (digest) => this.model.contents(digest),
    });
    if (!decision.accepted) this.rejections.add(decision.rejection.code);
  }
}
