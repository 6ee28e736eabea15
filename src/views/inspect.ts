import { rfc3339Nano } from '../core/kernel/instant.ts';
import type { Mount } from '../core/streams/container/config.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';
import { logPath, mountPointsOf, networkId, networkOf, preparedPath, sandboxKey } from './container-paths.ts';
import { hostConfigJson } from './host-config-json.ts';
import { containerConfigJson } from './inspect-image.ts';
import type { Json } from './json.ts';
import { cacheIdsDown } from './mounts.ts';
import { stateJson } from './state-json.ts';
import { volumePath } from './volumes.ts';

/** `docker inspect` of a container: what API 1.41 answers, fields in its order. */
export const inspectContainer = (world: World, it: Container): { readonly [key: string]: Json } => ({
  Id: it.id,
  Created: rfc3339Nano(it.createdAt),
  Path: it.path,
  Args: it.args,
  State: {
    Status: it.state.status,
    ...stateJson(it),
    ...(it.health !== undefined && { Health: { Status: it.health, FailingStreak: 0, Log: [] } }),
  },
  Image: it.image,
  ResolvConfPath: preparedPath(it, 'resolv.conf'),
  HostnamePath: preparedPath(it, 'hostname'),
  HostsPath: preparedPath(it, 'hosts'),
  LogPath: logPath(it),
  Name: `/${it.name}`,
  RestartCount: it.restartCount,
  Driver: 'overlay2',
  Platform: 'linux',
  MountLabel: '',
  ProcessLabel: '',
  AppArmorProfile: '',
  ExecIDs: execIds(it),
  HostConfig: hostConfigJson(it.hostConfig),
  GraphDriver: { Data: graphDriver(world, it), Name: 'overlay2' },
  Mounts: mountPointsOf(it).map(mountPoint),
  Config: containerConfigJson(it.config),
  NetworkSettings: networkSettings(it),
});

/** Execs that are created or run; null when there are none (measured, docs/facts.md). */
const execIds = ({ execs }: Container): Json => {
  const ids = [...execs.values()].filter(({ state }) => state.status !== 'ended').map(({ id }) => id);
  return ids.length === 0 ? null : ids.sort();
};

const graphDriver = (world: World, { id }: Container): Json => {
  const layer = world.writeLayers.get(id);
  if (!layer) return null;
  const of = (directory: string, part: string): string => `/var/lib/docker/overlay2/${directory}/${part}`;
  const lower = [`${layer.mountId}-init`, ...cacheIdsDown(world, layer.parent)];
  return {
    LowerDir: lower.map((directory) => of(directory, 'diff')).join(':'),
    MergedDir: of(layer.mountId, 'merged'),
    UpperDir: of(layer.mountId, 'diff'),
    WorkDir: of(layer.mountId, 'work'),
  };
};

/** One of inspect's `Mounts`. A named volume has the mode `z` when nobody typed one (measured, docs/facts.md). */
export const mountPoint = (it: Mount): { readonly [key: string]: Json } => ({
  Type: it.type,
  ...(it.name !== undefined && { Name: it.name }),
  Source: it.name === undefined ? (it.source ?? '') : volumePath(it.name),
  Destination: it.destination,
  ...(it.type === 'volume' && { Driver: 'local' }),
  Mode: it.mode ?? (it.type === 'volume' && !it.anonymous ? 'z' : ''),
  RW: it.rw,
  Propagation: it.propagation ?? (it.type === 'bind' ? 'rprivate' : ''),
});

const noAddress = { Gateway: '', GlobalIPv6Address: '', GlobalIPv6PrefixLen: 0, IPAddress: '', IPPrefixLen: 0 };

const networkSettings = (it: Container): Json => {
  const network = networkOf(it);
  return {
    Bridge: '',
    SandboxID: it.sandboxId,
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    Ports: {},
    SandboxKey: sandboxKey(it),
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    EndpointID: network === 'bridge' ? it.endpointId : '',
    ...noAddress,
    IPv6Gateway: '',
    MacAddress: '',
    Networks: network === undefined ? {} : { [network]: endpoint(it) },
  };
};

const endpoint = (it: Container): Json => ({
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  NetworkID: networkId(it),
  EndpointID: it.endpointId,
  Gateway: '',
  IPAddress: '',
  IPPrefixLen: 0,
  IPv6Gateway: '',
  GlobalIPv6Address: '',
  GlobalIPv6PrefixLen: 0,
  MacAddress: '',
  DriverOpts: null,
});
