import type { Rejection } from '../kernel/decision.ts';
import type { ContainerConfig, HostConfig, MountRequest, RestartPolicy } from '../streams/container/config.ts';
import {
  autoRemoveWithPolicy,
  bindSourceMissing,
  invalidCapability,
  invalidIsolation,
  invalidMountConfig,
  invalidOomScore,
  invalidRestartPolicy,
  invalidVariable,
  memoryBelowReservation,
  memoryTooSmall,
  negativeRetryCount,
  readOnlyAnonymousVolume,
  relativeTmpfs,
  relativeWorkingDir,
  reservationTooSmall,
  retryCountWith,
  swapBelowMemory,
  swapWithoutMemory,
  unknownLogDriver,
  unknownLogOption,
  unknownMountType,
  unknownRuntime,
} from '../streams/container/create-rejections.ts';
import {
  hostnameOfAnother,
  hostnameWithHostUts,
  invalidNetworkMode,
  invalidSignal,
  portsOfAnother,
} from '../streams/container/rejections.ts';
import { noAbsolutePath, targetFlaw } from './resolve-mounts.ts';
import { parseSignal } from './signal-names.ts';

/** What the host has where a bind looks; what is not told is taken for a directory. */
export type Sources = Readonly<Record<string, 'file' | 'directory' | 'missing'>>;

type Flaw = Rejection | undefined;

/** What is wrong with the settings alone, in the engine's order; looked at before the image. */
export const settingsTrouble = (config: ContainerConfig, hostConfig: HostConfig, sources: Sources): Flaw =>
  joinedNetworkTrouble(config, hostConfig) ??
  hostnameTrouble(config, hostConfig) ??
  isolationTrouble(hostConfig.Isolation) ??
  workingDirTrouble(config.WorkingDir) ??
  signalTrouble(config.StopSignal) ??
  environmentTrouble(config.Env) ??
  autoRemoveTrouble(hostConfig) ??
  mountTrouble(hostConfig.Mounts, sources) ??
  policyTrouble(hostConfig.RestartPolicy) ??
  capabilityTrouble('CapAdd', hostConfig.CapAdd) ??
  capabilityTrouble('CapDrop', hostConfig.CapDrop) ??
  memoryTrouble(hostConfig) ??
  oomScoreTrouble(hostConfig.OomScoreAdj) ??
  runtimeTrouble(hostConfig.Runtime) ??
  tmpfsTrouble(hostConfig.Tmpfs);

const isolationTrouble = (isolation = ''): Flaw =>
  isolation === '' || isolation === 'default' ? undefined : invalidIsolation(isolation);

const hostnameTrouble = ({ Hostname = '' }: ContainerConfig, { UTSMode }: HostConfig): Flaw =>
  UTSMode === 'host' && Hostname !== '' ? hostnameWithHostUts() : undefined;

/** Who joins another container's network has its hostname and its ports (measured, docs/facts.md). */
const joinedNetworkTrouble = (
  { Hostname = '', ExposedPorts = {} }: ContainerConfig,
  { NetworkMode = '' }: HostConfig,
): Flaw => {
  if (!NetworkMode.startsWith('container:')) return undefined;
  if (NetworkMode === 'container:') return invalidNetworkMode();
  if (Hostname !== '') return hostnameOfAnother();
  return Object.keys(ExposedPorts).length > 0 ? portsOfAnother() : undefined;
};

const workingDirTrouble = (path = ''): Flaw =>
  path !== '' && !path.startsWith('/') ? relativeWorkingDir(path) : undefined;

const signalTrouble = (signal = ''): Flaw =>
  signal !== '' && parseSignal(signal) === undefined ? invalidSignal(signal) : undefined;

const environmentTrouble = (env: readonly string[] = []): Flaw => {
  const flaw = env.find((variable) => variable === '' || variable.startsWith('='));
  return flaw === undefined ? undefined : invalidVariable(flaw);
};

const autoRemoveTrouble = ({ AutoRemove, RestartPolicy }: HostConfig): Flaw =>
  AutoRemove && RestartPolicy && RestartPolicy.Name !== '' && RestartPolicy.Name !== 'no'
    ? autoRemoveWithPolicy()
    : undefined;

/** What is wrong with the first flawed mount. `--mount` demands the source of a bind; `-v` makes it. */
const mountTrouble = (mounts: readonly MountRequest[] = [], sources: Sources): Flaw => {
  for (const mount of mounts) {
    const flaw = flawOf(mount, sources);
    if (flaw) return flaw;
  }
  return undefined;
};

const flawOf = ({ Type, Source = '', Target = '', ReadOnly }: MountRequest, sources: Sources): Flaw => {
  const flaw = targetFlaw(Target);
  if (flaw !== undefined) return invalidMountConfig(Type, flaw);
  switch (Type) {
    case 'bind':
      if (Source === '') return invalidMountConfig(Type, 'field Source must not be empty');
      if (!Source.startsWith('/')) return invalidMountConfig(Type, noAbsolutePath(Source));
      return sources[Source] === 'missing' ? bindSourceMissing(Source) : undefined;
    case 'tmpfs':
      return Source === '' ? undefined : invalidMountConfig(Type, 'field Source must not be specified');
    case 'volume':
      return Source === '' && ReadOnly ? readOnlyAnonymousVolume() : undefined;
    default:
      return unknownMountType(Type);
  }
};

export const policyTrouble = (policy: RestartPolicy | undefined): Flaw => {
  if (policy === undefined) return undefined;
  const { Name, MaximumRetryCount = 0 } = policy;
  switch (Name) {
    case 'always':
    case 'unless-stopped':
    case 'no':
      return MaximumRetryCount === 0 ? undefined : retryCountWith(Name);
    case 'on-failure':
      return MaximumRetryCount < 0 ? negativeRetryCount() : undefined;
    case '':
      return undefined;
    default:
      return invalidRestartPolicy(Name);
  }
};

const sixMegabytes = 6 * 1024 * 1024;

/** What the engine says of memory limits, in its order (measured, docs/facts.md). */
export const memoryTrouble = ({ Memory = 0, MemorySwap = 0, MemoryReservation = 0 }: HostConfig): Flaw => {
  if (Memory !== 0 && Memory < sixMegabytes) return memoryTooSmall();
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory) return swapBelowMemory();
  if (Memory === 0 && MemorySwap > 0) return swapWithoutMemory();
  return reservationTrouble(Memory, MemoryReservation);
};

/** Memory and swap together: the engine writes down twice the memory where nobody says (measured, docs/facts.md). */
export const swapOf = ({ Memory = 0, MemorySwap = 0 }: HostConfig): number =>
  MemorySwap === 0 && Memory > 0 ? 2 * Memory : MemorySwap;

export const reservationTrouble = (memory: number, reservation: number): Flaw => {
  if (reservation > 0 && reservation < sixMegabytes) return reservationTooSmall();
  return memory > 0 && memory < reservation ? memoryBelowReservation() : undefined;
};

/** The capabilities that the engine knows, not all of Linux (measured), and `ALL`. */
const capabilities = new Set(
  [
    ...['ALL', 'AUDIT_CONTROL', 'AUDIT_READ', 'AUDIT_WRITE', 'BLOCK_SUSPEND', 'CHOWN'],
    ...['DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID', 'IPC_LOCK', 'IPC_OWNER', 'KILL', 'LEASE'],
    ...['LINUX_IMMUTABLE', 'MAC_ADMIN', 'MAC_OVERRIDE', 'MKNOD', 'NET_ADMIN', 'NET_BIND_SERVICE', 'NET_BROADCAST'],
    ...['NET_RAW', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYSLOG', 'SYS_ADMIN', 'SYS_BOOT'],
    ...['SYS_CHROOT', 'SYS_MODULE', 'SYS_NICE', 'SYS_PACCT', 'SYS_PTRACE', 'SYS_RAWIO', 'SYS_RESOURCE', 'SYS_TIME'],
    ...['SYS_TTY_CONFIG', 'WAKE_ALARM'],
  ].map((name) => (name === 'ALL' ? name : `CAP_${name}`)),
);

const capabilityTrouble = (field: 'CapAdd' | 'CapDrop', names: readonly string[] = []): Flaw => {
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (/^(CAP_|ALL$)/.test(name) ? name : `CAP_${name}`));
  const unknown = full.find((name) => !capabilities.has(name));
  return unknown === undefined ? undefined : invalidCapability(field, unknown);
};

const oomScoreTrouble = (score = 0): Flaw => (score < -1000 || score > 1000 ? invalidOomScore(score) : undefined);

/** The runtimes that an engine knows without being told of others. */
const runtimes = new Set(['', 'runc', 'io.containerd.runc.v2', 'io.containerd.runtime.v1.linux']);

const runtimeTrouble = (runtime = ''): Flaw => (runtimes.has(runtime) ? undefined : unknownRuntime(runtime));

const tmpfsTrouble = (mounts: HostConfig['Tmpfs'] = {}): Flaw => {
  const relative = Object.keys(mounts).find((path) => !path.startsWith('/'));
  return relative === undefined ? undefined : relativeTmpfs(relative);
};

const logDrivers: ReadonlySet<string> = new Set([
  ...['json-file', 'local', 'none', 'journald', 'syslog', 'awslogs', 'fluentd', 'gcplogs', 'gelf'],
  ...['logentries', 'splunk', ''],
]);

const jsonFileOptions = new Set([
  'max-file',
  'max-size',
  'compress',
  'labels',
  'labels-regex',
  'env',
  'env-regex',
  'tag',
]);
const anyDriversOptions = new Set(['mode', 'max-buffer-size']);

/** Looked at once the image is found. */
export const logTrouble = ({ LogConfig }: HostConfig): Flaw => {
  if (!LogConfig) return undefined;
  if (!logDrivers.has(LogConfig.Type)) return unknownLogDriver(LogConfig.Type);
  if (LogConfig.Type !== 'json-file') return undefined;
  const unknown = Object.keys(LogConfig.Config).find((it) => !jsonFileOptions.has(it) && !anyDriversOptions.has(it));
  return unknown === undefined ? undefined : unknownLogOption(unknown, LogConfig.Type);
};
