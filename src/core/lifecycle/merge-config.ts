import type { ContainerId } from '../kernel/brand.ts';
import type { ContainerConfig } from '../streams/container/config.ts';

/** The client's config completed from the image's: what the client says wins, one variable, label, volume at a time. */
export const mergeConfig = (own: ContainerConfig, image: ContainerConfig | undefined): ContainerConfig => {
  if (!image) return withoutEmptyEntrypoint(own);
  const Env = mergedEnv(own.Env, image.Env);
  const Labels = merged(own.Labels, image.Labels);
  const Volumes = merged(own.Volumes, image.Volumes);
  const ExposedPorts = merged(own.ExposedPorts, image.ExposedPorts);
  const User = own.User || image.User;
  const WorkingDir = own.WorkingDir || image.WorkingDir;
  const StopSignal = own.StopSignal || image.StopSignal;
  const Healthcheck = own.Healthcheck ? { ...image.Healthcheck, ...own.Healthcheck } : image.Healthcheck;
  return withoutEmptyEntrypoint({
    ...own,
    ...(Env && { Env }),
    ...(Labels && { Labels }),
    ...(Volumes && { Volumes }),
    ...(ExposedPorts && { ExposedPorts }),
    ...(User && { User }),
    ...(WorkingDir && { WorkingDir }),
    ...(StopSignal && { StopSignal }),
    ...(Healthcheck && { Healthcheck }),
    ...programOf(own, image),
  });
};

/** Whoever gives an entrypoint of his own gets nothing of the image's command. */
const programOf = (own: ContainerConfig, image: ContainerConfig): Partial<ContainerConfig> => {
  if (own.Entrypoint && own.Entrypoint.length > 0) return {};
  const Cmd = own.Cmd && own.Cmd.length > 0 ? own.Cmd : image.Cmd;
  const Entrypoint = own.Entrypoint ?? image.Entrypoint;
  return { ...(Cmd && { Cmd }), ...(Entrypoint && { Entrypoint }) };
};

/** `--entrypoint ""` is sent as one empty word and means none. */
const withoutEmptyEntrypoint = (config: ContainerConfig): ContainerConfig => {
  const { Entrypoint, ...rest } = config;
  if (Entrypoint === undefined) return config;
  return Entrypoint.length === 1 && Entrypoint[0] === '' ? rest : config;
};

const mergedEnv = (
  own: readonly string[] | undefined,
  image: readonly string[] | undefined,
): readonly string[] | undefined => {
  if (!own || own.length === 0) return image ?? own;
  if (!image || image.length === 0) return own;
  const names = new Set(own.map(nameOf));
  return [...own, ...image.filter((variable) => !names.has(nameOf(variable)))];
};

const nameOf = (variable: string): string => variable.split('=', 1)[0] ?? '';

const merged = <T>(
  own: Readonly<Record<string, T>> | undefined,
  image: Readonly<Record<string, T>> | undefined,
): Readonly<Record<string, T>> | undefined => (own && image ? { ...image, ...own } : (own ?? image));

/** Entrypoint and command put together. */
export const programWords = ({ Entrypoint = [], Cmd = [] }: ContainerConfig): readonly string[] => [
  ...Entrypoint,
  ...Cmd,
];

/** A container that nobody gave a host name has the short form of its id; in the host's own it has none of its own. */
export const withHostname = (config: ContainerConfig, id: ContainerId): ContainerConfig =>
  config.Hostname ? config : { ...config, Hostname: id.slice(0, 12) };
