import { gzipSync } from 'node:zlib';
import { laws } from '../../../specs/index.ts';
import type { World } from '../../core/world.ts';
import { Chance } from '../../oracle/chance.ts';
import { fromOutside } from '../../oracle/laws/from-outside.ts';
import { nextStep } from '../../oracle/moves.ts';
import { baseImages, ownPrefix } from '../../oracle/names.ts';
import { containerOf, printStep, type Step } from '../../oracle/step.ts';
import { expectedAnswer, expectedState, Numbering, withoutIds } from '../../oracle/vectors/expected.ts';
import type { ExpectedAnswer, Reached, Vector, VectorStep, Vectors } from '../../oracle/vectors/vector.ts';
import { ModelEngine } from '../oracle/model-engine.ts';
import type { Decided } from '../session.ts';
import { type HostPrograms, twinArchive } from '../twin/twin-images.ts';
import type { Call, Kept } from './call.ts';
import { lawsReached } from './laws-reached.ts';
import { notReached } from './not-reached.ts';
import { registryFiles } from './registry-calls.ts';
import { stories } from './stories.ts';
import type { Story, StoryStep } from './story.ts';
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
  const reached = maker.reached();
  const { registry, files } = registryFiles();
  return {
    archive,
    vectors: {
      format: 'plimsoll-vectors',
      version: 3,
      specifies: 'Docker Engine 20.10.24, API 1.41',
      images: making.images,
      prefix: ownPrefix,
      registry,
      files: packed({ ...files, ...maker.files }),
      vectors,
      reached,
      notReached: notReached(reached),
    },
  };
};

const packed = (files: Readonly<Record<string, Uint8Array>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, gzipSync(bytes).toString('base64')]));

type Asked = Step | Call;

class Maker {
  private readonly model: ModelEngine;
  private readonly commands = new Set<string>();
  private readonly rejections = new Set<string>();
  private readonly laws = new Map<string, string>();
  readonly files: Record<string, Uint8Array> = {};
  private past: Decided[] = [];
  private kept = new Map<string, Kept>();

  constructor(model: ModelEngine) {
    this.model = model;
    model.onDecision = (decided) => this.note(decided);
  }

  reached(): Reached {
    const laws = [...this.laws].sort().map(([id, vector]) => [id, { vector, shows: fromOutside[id] ?? '' }] as const);
    return {
      commands: [...this.commands].sort(),
      rejections: [...this.rejections].sort(),
      laws: Object.fromEntries(laws),
    };
  }

  async told({ name, from, steps, needs, goesRound }: Story): Promise<Vector> {
    const played = await this.play(name, (at) => steps[at], goesRound);
    return { name, from, ...(needs && { needs }), steps: played };
  }

  async drawn(seed: number, length: number): Promise<Vector> {
    const chance = new Chance(seed);
    const name = `generated history ${seed}`;
    const steps = await this.play(name, (at) => (at < length ? nextStep(this.model.world, chance) : undefined));
    return { name, from: 'generated', steps };
  }

  private async play(
    name: string,
    stepAt: (at: number) => StoryStep | undefined,
    goesRound = false,
  ): Promise<readonly VectorStep[]> {
    await this.model.reset();
    this.past = [];
    this.kept = new Map();
    const layers = new Numbering();
    const played: VectorStep[] = [];
    for (let step = stepAt(0); step !== undefined; step = stepAt(played.length))
      played.push(await this.perform(step, layers, goesRound));
    const done = new Set([...this.laws.keys(), ...unseen]);
    for (const law of lawsReached(this.past, done)) this.laws.set(law, name);
    return played;
  }

  private async perform(step: Asked, layers: Numbering, goesRound: boolean): Promise<VectorStep> {
    const container = closeOf(step);
    const before = await this.model.observe({ files: false });
    const answer = await this.answerTo(step);
    const seen = await this.model.observe({ files: false, ...(container !== undefined && { container }) });
    // A refusal may name a container that is gone by now.
    const named = { ...seen, containers: { ...seen.containers, ...before.containers } };
    return {
      ...wordsOf(step),
      ...(answer && { answer: expected(step, answer, named) }),
      ...(isUp(this.model.world) && { state: expectedState(seen, layers, goesRound) }),
    };
  }

  private async answerTo(step: Asked): Promise<Answered> {
    if (step.do !== 'call') return this.model.perform(step);
    Object.assign(this.files, step.files);
    const answer = await step.perform({ model: this.model, kept: this.kept });
    await this.model.breathe();
    return answer;
  }

  /** Which command was decided, for a client, the host, or a program in a container; and which refusal came. */
  private note(decided: Decided): void {
    this.past.push(decided);
    this.commands.add(decided.command.type);
    if (!decided.decision.accepted) this.rejections.add(decided.decision.rejection.code);
  }
}

/** Laws that a consumer could not see broken need not be looked for. */
const unseen = laws.map(({ id }) => id).filter((id) => !Object.hasOwn(fromOutside, id));

type Answered = Awaited<ReturnType<ModelEngine['perform']>> | ExpectedAnswer | undefined;

const isUp = ({ host }: World): boolean => host.daemon === 'running';

/** The container whose diff and logs are looked at. */
const closeOf = (step: Asked): string | undefined => {
  if (step.do === 'call') return step.container;
  return step.do === 'ask' && step.command.type === 'RenameContainer' ? step.command.name : containerOf(step);
};

const wordsOf = (step: Asked): Pick<VectorStep, 'line' | 'request' | 'exec' | 'host' | 'keep'> => {
  if (step.do === 'call') {
    const { line, request, host, keep } = step;
    return { line, ...(request && { request }), ...(host && { host }), ...(keep !== undefined && { keep }) };
  }
  const line = printStep(step);
  if (step.do === 'exec') {
    const { container, argv, user } = step;
    return { line, exec: { container, argv, ...(user !== undefined && { user }) } };
  }
  const request = step.do === 'ask' ? vectorRequest(step.command) : undefined;
  return { line, ...(request && { request }) };
};

const expected = (
  step: Asked,
  answer: NonNullable<Answered>,
  seen: Parameters<typeof withoutIds>[1],
): ExpectedAnswer => {
  if ('kind' in answer)
    return answer.kind === 'refused' && answer.status === 0
      ? { status: [0] }
      : expectedAnswer(answer, seen, step.do === 'exec');
  const { message, error } = answer;
  return {
    ...answer,
    ...(message !== undefined && { message: withoutIds(message, seen) }),
    ...(error !== undefined && { error: withoutIds(error, seen) }),
  };
};
