import type { ImageId } from '../../kernel/brand.ts';
import type { ContainerConfig } from '../../streams/container/config.ts';
import type { Image } from '../../streams/image/image.ts';
import type { Environment } from '../dockerfile/expand.ts';
import type { Stage } from '../dockerfile/metadata.ts';

/**
 * Where the build of one stage stands. Plain data: the builder keeps nothing in the engine but the images of its
 * steps, so a client holds this between two steps.
 */
export type BuildState = Stage & {
  /** The image of the last step; absent for `FROM scratch` before its first step. */
  readonly image?: ImageId;
  /** After the first miss no further step of the stage looks for a cached image. */
  readonly cacheBusted: boolean;
  /** What `--build-arg` gave. */
  readonly given: Readonly<Record<string, string>>;
  /** `NAME=value` of the ARGs seen in this stage that have a value, as in `given` or by default. */
  readonly args: Environment;
};

/** The PATH that the builder gives an image without one. */
export const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A stage at its FROM. Triggers of the base are not inherited: the client runs them. */
export const beginStage = (base: Image | undefined, given: BuildState['given'], noCache: boolean): BuildState => {
  const { OnBuild: _, OpenStdin: _stdin, StdinOnce: _once, ...config } = base?.config.config ?? {};
  const env = config.Env ?? [];
  const Env = env.some((line) => line.startsWith('PATH=')) ? env : [...env, defaultPath];
  const state = { config: { ...config, Env }, cmdSet: false, cacheBusted: noCache, given, args: [] };
  return base ? at(state, base.id) : state;
};

/** The state with another image as its last step: the config names it. */
export const at = (state: BuildState, image: ImageId): BuildState => ({
  ...state,
  image,
  config: { ...state.config, Image: image },
});

/** Build arguments that a step sees: the config's own variables win. */
export const allowedArgs = ({ args, config }: BuildState): Environment => {
  const names = new Set((config.Env ?? []).map((line) => line.split('=', 1)[0]));
  return args.filter((line) => !names.has(line.split('=', 1)[0]));
};

export const environmentOf = (state: BuildState): Environment => [...(state.config.Env ?? []), ...allowedArgs(state)];

/** ARG: the client's value before the default; without either it stays unknown. */
export const declareArg = (state: BuildState, name: string, value: string | undefined): BuildState => {
  const known = Object.hasOwn(state.given, name) ? state.given[name] : value;
  const others = state.args.filter((line) => !line.startsWith(`${name}=`));
  return { ...state, args: known === undefined ? others : [...others, `${name}=${known}`] };
};

/** What RUN is looked up and recorded as: `|1 X=1 /bin/sh -c …` once there are build arguments. */
export const recordedCommand = (state: BuildState, line: readonly string[]): readonly string[] => {
  const args = allowedArgs(state);
  return args.length === 0 ? line : [`|${args.length}`, ...[...args].sort(), ...line];
};

export const withCmd = (config: ContainerConfig, Cmd: readonly string[]): ContainerConfig => ({ ...config, Cmd });
