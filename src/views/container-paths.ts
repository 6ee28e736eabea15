import type { Mount } from '../core/streams/container/config.ts';
import { type Container, wasPrepared } from '../core/streams/container/container.ts';
import { networkIdOf } from './docker-events.ts';

/** Where the engine keeps a container's own files. */
export const containerDirectory = (id: string): string => `/var/lib/docker/containers/${id}`;

/** The json-file driver alone has a file of this name. */
export const logPath = (it: Container): string =>
  (it.hostConfig.LogConfig?.Type ?? 'json-file') === 'json-file' && (it.logOpened || wasPrepared(it))
    ? `${containerDirectory(it.id)}/${it.id}-json.log`
    : '';

export const preparedPath = (it: Container, file: string): string =>
  wasPrepared(it) ? `${containerDirectory(it.id)}/${file}` : '';

/** All containers in the host's network share one of that name (measured, docs/data-root.md). */
export const sandboxKey = ({ sandboxId, hostConfig }: Container): string =>
  sandboxId === ''
    ? ''
    : `/var/run/docker/netns/${hostConfig.NetworkMode === 'host' ? 'default' : sandboxId.slice(0, 12)}`;

/** The name that Docker lists the network under; `container:…` joins another's and lists none. */
export const networkOf = ({ hostConfig: { NetworkMode = 'default' } }: Container): string | undefined =>
  NetworkMode === 'default' ? 'bridge' : NetworkMode.startsWith('container:') ? undefined : NetworkMode;

/** Known from the first start on. */
export const networkId = (it: Container): string => {
  const name = networkOf(it);
  return name === undefined || it.sandboxId === '' ? '' : networkIdOf(name);
};

/** The mount points that the engine stores and tells, by destination: a `--tmpfs` is in the host config alone. */
export const mountPointsOf = ({ mounts, hostConfig: { Tmpfs = {} } }: Container): readonly Mount[] =>
  mounts
    .filter(({ type, destination }) => type !== 'tmpfs' || !Object.hasOwn(Tmpfs, destination))
    .sort((a, b) => (a.destination < b.destination ? -1 : 1));
