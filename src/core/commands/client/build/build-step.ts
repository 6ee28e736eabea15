import type { Event } from '../../../event.ts';
import {
  allowedArgs,
  at,
  type BuildState,
  beginStage as begin,
  declareArg,
  environmentOf,
  recordedCommand,
  withCmd,
} from '../../../images/build/build-state.ts';
import { cachedStep } from '../../../images/build/cache.ts';
import type { BuildContext } from '../../../images/build/context.ts';
import { expand } from '../../../images/dockerfile/expand.ts';
import type { Instruction } from '../../../images/dockerfile/instruction.ts';
import { applyMetadata, commandLine, type Metadata, shellOf } from '../../../images/dockerfile/metadata.ts';
import { findImage } from '../../../images/find-image.ts';
import { isFlaw } from '../../../images/reference.ts';
import type { ContainerId, ImageId } from '../../../kernel/brand.ts';
import { accept, type Blobs, type Decision, fail, reject } from '../../../kernel/decision.ts';
import { known } from '../../../kernel/impossible.ts';
import { Story } from '../../../lifecycle/story.ts';
import type { ContainerConfig } from '../../../streams/container/config.ts';
import { invalidDockerfile } from '../../../streams/image/rejections.ts';
import type { Context } from '../../context.ts';
import type { Verb } from '../../verbs.ts';
import { buildCopy } from './copy-step.ts';
import { commitStep, createStep, discardStep } from './step-container.ts';

/** FROM: a stage begins at an image, or at nothing. */
export type BeginStage = {
  readonly issuer: 'client';
  readonly type: 'BeginStage';
  /** `scratch`, or an image. */
  readonly from: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
};

/** `triggers` are the base's ONBUILD lines, to be run first. */
export type Begun = { readonly state: BuildState; readonly triggers: readonly string[] };

export const beginStage: Verb<BeginStage, Begun> = (world, { from, buildArgs = {}, noCache = false }) => {
  const found = from === 'scratch' ? undefined : findImage(world, from);
  if (found && 'rejection' in found) return reject(found.rejection);
  const triggers = found?.image.config.config?.OnBuild ?? [];
  return accept([], { state: begin(found?.image, buildArgs, noCache), triggers });
};

/** One instruction of the classic builder but FROM. Every step is an image of its own. */
export type BuildStep = {
  readonly issuer: 'client';
  readonly type: 'BuildStep';
  readonly state: BuildState;
  readonly instruction: Exclude<Instruction, { readonly word: 'FROM' }>;
  readonly escapeChar?: string;
  /** For COPY and ADD: what they take from. */
  readonly context?: BuildContext;
};

/** `run`: the step is not over. Its container is to be started, and when it has ended well, `CommitBuildStep` follows. */
export type Stepped = {
  readonly state: BuildState;
  readonly cached?: boolean;
  readonly container?: ContainerId;
  readonly run?: { readonly container: ContainerId; readonly config: ContainerConfig };
};

export const buildStep: Verb<BuildStep, Stepped> = (world, command, context) => {
  const { instruction, state } = command;
  switch (instruction.word) {
    case 'RUN':
      return run(new Story(world), state, commandLine(state.config, instruction), context);
    case 'COPY':
    case 'ADD': {
      const story = new Story(world);
      const copied = buildCopy(story, state, instruction, command.context ?? [], context);
      return 'code' in copied
        ? fail(copied, story.events)
        : done(story, state, copied.image, { cached: copied.cached }, copied.blobs);
    }
    case 'ARG': {
      const { name } = instruction;
      const value =
        instruction.value === undefined
          ? undefined
          : expand(instruction.value, environmentOf(state), command.escapeChar);
      if (typeof value === 'object') return reject(invalidDockerfile(value.flaw));
      const shown = `ARG ${name}${value === undefined ? '' : `=${value}`}`;
      return metadata(new Story(world), state, declareArg(state, name, value), shown, context);
    }
    default: {
      const applied = applyMetadata(state, instruction as Metadata, environmentOf(state), command.escapeChar);
      if (isFlaw(applied)) return reject(invalidDockerfile(applied.flaw));
      const { comment, ...stage } = applied;
      return metadata(new Story(world), state, { ...state, ...stage }, comment, context);
    }
  }
};

const done = (
  story: Story,
  state: BuildState,
  image: ImageId,
  how: { readonly cached: boolean; readonly container?: ContainerId },
  blobs?: Blobs,
): Decision<Event, Stepped> => {
  const cacheBusted = state.cacheBusted || !how.cached;
  return accept(story.events, { state: at({ ...state, cacheBusted }, image), ...how }, blobs);
};

/** Creates a container that is never started, commits it, and removes it. Only WORKDIR leaves something in its layer. */
const metadata = (
  story: Story,
  before: BuildState,
  after: BuildState,
  comment: string,
  context: Context,
): Decision<Event, Stepped> => {
  const isWorkdir = comment.startsWith('WORKDIR ');
  const nop = isWorkdir ? [`#(nop) ${comment}`] : ['#(nop) ', comment];
  const config = withCmd(after.config, [...shellOf(after.config), ...nop]);
  const cached = cachedStep(story.world, before, config);
  if (cached !== undefined) return done(story, after, cached, { cached: true });
  const container = createStep(story, before, config, context);
  if (typeof container !== 'string') return fail(container, story.events);
  const made = known(story.world.containers.get(container), 'container').config;
  const containerConfig = before.image === undefined ? made : { Labels: {}, ...made };
  const committed = commitStep(story, after, container, containerConfig, context);
  if ('code' in committed) return fail(committed, story.events);
  discardStep(story, container, context);
  return done(story, after, committed.image, { cached: false, container }, committed.blobs);
};

/** Looked up with its build arguments in front of the command; run with them in its environment. */
const run = (story: Story, state: BuildState, line: readonly string[], context: Context): Decision<Event, Stepped> => {
  const { Entrypoint: _, ...config } = state.config;
  const probe = withCmd(config, recordedCommand(state, line));
  const cached = cachedStep(story.world, state, probe);
  if (cached !== undefined) return done(story, state, cached, { cached: true });
  const Env = [...(config.Env ?? []), ...allowedArgs(state)];
  const { Healthcheck: _health, ...runs } = { ...withCmd(config, line), Env, Entrypoint: [''] };
  const container = createStep(story, state, runs, context);
  if (typeof container !== 'string') return fail(container, story.events);
  return accept(story.events, { state: { ...state, cacheBusted: true }, run: { container, config: probe } });
};

/** What follows a RUN whose command has ended with 0. */
export type CommitBuildStep = {
  readonly issuer: 'client';
  readonly type: 'CommitBuildStep';
  readonly state: BuildState;
  readonly container: ContainerId;
  readonly config: ContainerConfig;
};

export const commitBuildStep: Verb<CommitBuildStep, Stepped> = (world, command, context) => {
  const { state, container, config } = command;
  const story = new Story(world);
  const committed = commitStep(story, state, container, config, context);
  if ('code' in committed) return fail(committed, story.events);
  discardStep(story, container, context);
  return done(story, state, committed.image, { cached: false, container }, committed.blobs);
};
