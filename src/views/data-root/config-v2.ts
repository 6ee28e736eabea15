import { sha256Hex } from '../../core/kernel/digest.ts';
import { rfc3339Nano } from '../../core/kernel/instant.ts';
import type { Mount } from '../../core/streams/container/config.ts';
import type { Container } from '../../core/streams/container/container.ts';
import { logPath, mountPointsOf, networkId, networkOf, preparedPath, sandboxKey } from '../container-paths.ts';
import { containerConfigJson } from '../inspect-image.ts';
import type { Json } from '../json.ts';
import { stateJson } from '../state-json.ts';
import { volumePath } from '../volumes.ts';
import { dataRootPath } from './node.ts';

/**
 * `config.v2.json`: what the engine keeps of a container, fields in its order (measured, docs/facts.md). `root` is where
 * the engine has its data root: paths of it are stored whole.
 */
export const configV2 = (it: Container, root: string): { readonly [key: string]: Json } => ({
  StreamConfig: {},
  State: storedState(it),
  ID: it.id,
  Created: rfc3339Nano(it.createdAt),
  Managed: false,
  Path: it.path,
  Args: it.args,
  Config: containerConfigJson(it.config),
  Image: it.image,
  NetworkSettings: networkSettings(it),
  LogPath: moved(logPath(it), root),
  Name: `/${it.name}`,
  Driver: 'overlay2',
  OS: 'linux',
  MountLabel: '',
  ProcessLabel: '',
  RestartCount: it.restartCount,
  HasBeenStartedBefore: it.startedBefore,
  HasBeenManuallyStopped: it.manuallyStopped,
  MountPoints: Object.fromEntries(mountPointsOf(it).map((mount) => [mount.destination, storedMount(it, mount, root)])),
  SecretReferences: null,
  ConfigReferences: null,
  AppArmorProfile: '',
  HostnamePath: moved(preparedPath(it, 'hostname'), root),
  HostsPath: moved(preparedPath(it, 'hosts'), root),
  ShmPath: '',
  ResolvConfPath: moved(preparedPath(it, 'resolv.conf'), root),
  SeccompProfile: '',
  NoNewPrivileges: false,
  LocalLogCacheMeta: { HaveNotifyEnabled: false },
});

const moved = (path: string, root: string): string =>
  path.startsWith(`${dataRootPath}/`) ? `${root}${path.slice(dataRootPath.length)}` : path;

/** The status word is not stored; removing has a flag of its own here. */
const storedState = (it: Container): Json => {
  const { Dead, OOMKilled, Pid, ExitCode, Error: error, StartedAt, FinishedAt, ...flags } = stateJson(it);
  return {
    ...flags,
    OOMKilled,
    RemovalInProgress: it.state.status === 'removing',
    Dead,
    Pid,
    ExitCode,
    Error: error,
    StartedAt,
    FinishedAt,
    Health: it.health === undefined ? null : { Status: it.health, FailingStreak: 0, Log: [] },
  };
};

const networkSettings = (it: Container): Json => {
  const network = networkOf(it);
  return {
    Bridge: '',
    SandboxID: it.sandboxId,
    HairpinMode: false,
    LinkLocalIPv6Address: '',
    LinkLocalIPv6PrefixLen: 0,
    Networks: network === undefined ? {} : { [network]: endpoint(it) },
    Service: null,
    Ports: isAlive(it) ? {} : null,
    SandboxKey: sandboxKey(it),
    SecondaryIPAddresses: null,
    SecondaryIPv6Addresses: null,
    IsAnonymousEndpoint: false,
    HasSwarmEndpoint: false,
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
  IPAMOperational: false,
});

/** An anonymous volume's source is not stored, a named one's is. */
const storedMount = (of: Container, it: Mount, root: string): Json => {
  const isVolume = it.type === 'volume';
  const source = it.name === undefined ? (it.source ?? '') : it.anonymous ? '' : moved(volumePath(it.name), root);
  const relabel = it.mode ?? (isVolume && !it.anonymous ? 'z' : undefined);
  const readOnly = it.rw ? {} : { ReadOnly: true };
  return {
    Source: source,
    Destination: it.destination,
    RW: it.rw,
    Name: it.name ?? '',
    Driver: isVolume ? 'local' : '',
    Type: it.type,
    ...(relabel !== undefined && relabel !== '' && { Relabel: relabel }),
    ...(it.type === 'bind' && { Propagation: it.propagation ?? 'rprivate' }),
    ...(isVolume && isAlive(of) && { ID: mountId(of, it) }),
    Spec: it.anonymous
      ? {}
      : { Type: it.type, Source: it.name ?? it.source ?? '', Target: it.destination, ...readOnly },
    SkipMountpointCreation: false,
  };
};

const isAlive = ({ state }: Container): boolean => 'pid' in state;

/** Random in the engine and new at each start; here it follows from the start. */
const mountId = ({ id, state }: Container, { destination }: Mount): string =>
  sha256Hex(`mount ${id} ${destination} ${'startedAt' in state ? state.startedAt : ''}`);
