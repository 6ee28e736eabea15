import type { Rejection } from '../kernel/decision.ts';
import type { ContainerConfig, HostConfig, MountRequest, RestartPolicy } from '../streams/container/config.ts';
import {
  autoRemoveWithPolicy,
  bindSourceMissing,
  hostnameOfAnother,
  hostnameWithHostUts,
  invalidNetworkMode,
  invalidRestartPolicy,
  invalidSignal,
  invalidVariable,
  memoryTooSmall,
  negativeRetryCount,
  portsOfAnother,
  relativeWorkingDir,
  retryCountWith,
} from '../streams/container/rejections.ts';
import { parseSignal } from './signal-names.ts';

/** What the host has where a bind looks; what is not told is taken for a directory. */
export type Sources = Readonly<Record<string, 'file' | 'directory' | 'missing'>>;

type Flaw = Rejection | undefined;

/** What is wrong with the settings alone, in the engine's order; looked at before the image. */
export const settingsTrouble = (config: ContainerConfig, hostConfig: HostConfig, sources: Sources): Flaw =>
  joinedNetworkTrouble(config, hostConfig) ??
  hostnameTrouble(config, hostConfig) ??
  workingDirTrouble(config.WorkingDir) ??
  signalTrouble(config.StopSignal) ??
  environmentTrouble(config.Env) ??
  autoRemoveTrouble(hostConfig) ??
  sourceTrouble(hostConfig.Mounts, sources) ??
  policyTrouble(hostConfig.RestartPolicy) ??
  memoryTrouble(hostConfig.Memory);

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

/** `--mount` demands the source of a bind; `-v` makes it. */
const sourceTrouble = (mounts: readonly MountRequest[] = [], sources: Sources): Flaw => {
  const missing = mounts.find(({ Type, Source = '' }) => Type === 'bind' && sources[Source] === 'missing');
  return missing && bindSourceMissing(missing.Source ?? '');
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

export const memoryTrouble = (memory = 0): Flaw =>
  memory !== 0 && memory < sixMegabytes ? memoryTooSmall() : undefined;
