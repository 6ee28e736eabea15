import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readImageConfig } from '../../../core/images/read-config.ts';
import type { ContainerId, ImageId } from '../../../core/kernel/brand.ts';
import { epoch, parseInstant } from '../../../core/kernel/instant.ts';
import type { ContainerConfig, HostConfig, Mount } from '../../../core/streams/container/config.ts';
import type { LogRecord } from '../../../core/streams/container/container.ts';
import { hostConfigJson } from '../../../views/host-config-json.ts';
import { BadInput } from '../../bad-input.ts';
import { kindOf } from '../survey/read-file.ts';
import type { ContainerFiles } from '../survey/survey.ts';
import { type StoredContainer, timeOf } from './container-events.ts';

type Json = Readonly<Record<string, unknown>>;

/** A container's directory as the model knows a container. */
export const storedContainer = (dir: string, id: string, { config, hostConfig }: ContainerFiles): StoredContainer => {
  if (typeof config === 'string') throw new BadInput(`${dir}: config.v2.json: ${config}`);
  if (typeof hostConfig === 'string' && hostConfig !== 'missing')
    throw new BadInput(`${dir}: hostconfig.json: ${hostConfig}`);
  const state = objectOf(config.State);
  const settings = hostConfigOf(typeof hostConfig === 'string' ? {} : hostConfig);
  const logFile = join(dir, `${id}-json.log`);
  return {
    id: id as ContainerId,
    created: parseInstant(String(config.Created)) ?? epoch,
    name: String(config.Name).replace(/^\//, ''),
    image: String(config.Image) as ImageId | '',
    config: containerConfigOf(dir, objectOf(config.Config)),
    hostConfig: settings,
    path: String(config.Path ?? ''),
    args: listOf(config.Args).map(String),
    mounts: mountsOf(objectOf(config.MountPoints), settings),
    state: {
      exitCode: Number(state.ExitCode ?? 0),
      error: String(state.Error ?? ''),
      startedAt: timeOf(state.StartedAt),
      finishedAt: timeOf(state.FinishedAt),
      oomKilled: state.OOMKilled === true,
      dead: state.Dead === true || state.RemovalInProgress === true,
    },
    startedBefore: config.HasBeenStartedBefore === true,
    manuallyStopped: config.HasBeenManuallyStopped === true,
    restartCount: Math.min(Number(config.RestartCount ?? 0), 1000),
    network: networkOf(objectOf(config.NetworkSettings)),
    health: healthOf(objectOf(state.Health).Status),
    log: logOf(logFile),
    hasLog: String(config.LogPath ?? '') !== '',
  };
};

const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const healthOf = (status: unknown): StoredContainer['health'] =>
  status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : undefined;

const networkOf = (settings: Json): StoredContainer['network'] => {
  const [name] = Object.keys(objectOf(settings.Networks));
  if (name === undefined) return undefined;
  const { EndpointID } = objectOf(objectOf(settings.Networks)[name]);
  return { name, sandboxId: String(settings.SandboxID ?? ''), endpointId: String(EndpointID ?? '') };
};

/** Images keep such a config too: it is read as theirs. */
const containerConfigOf = (dir: string, config: Json): ContainerConfig => {
  const read = readImageConfig(JSON.stringify({ rootfs: { type: 'layers', diff_ids: [] }, config }));
  if ('flaw' in read) throw new BadInput(`${dir}: config.v2.json: ${read.flaw}`);
  return read.config ?? {};
};

const known: readonly (keyof HostConfig)[] = [
  ...(['Binds', 'LogConfig', 'NetworkMode', 'RestartPolicy', 'AutoRemove', 'VolumesFrom', 'CgroupnsMode'] as const),
  ...([
    'CgroupParent',
    'GroupAdd',
    'IpcMode',
    'OomScoreAdj',
    'PidMode',
    'UTSMode',
    'Privileged',
    'ReadonlyRootfs',
  ] as const),
  ...(['Tmpfs', 'Mounts', 'ShmSize', 'Memory', 'PidsLimit', 'Init', 'CapAdd', 'CapDrop'] as const),
  ...(['MemorySwap', 'MemoryReservation', 'Runtime', 'Isolation', 'StorageOpt'] as const),
  ...(['Dns', 'DnsOptions', 'DnsSearch', 'ExtraHosts'] as const),
];

/** The settings that the model knows, null being what Go writes for none; and of the others those that are not as always. */
const hostConfigOf = (stored: Json): HostConfig => {
  const always = hostConfigJson({});
  const settings = known.flatMap((key) =>
    stored[key] === null || stored[key] === undefined ? [] : [[key, stored[key]]],
  );
  const further = Object.entries(stored).filter(
    ([key, value]) => !known.some((it) => it === key) && !isDeepStrictEqual(always[key], value),
  );
  return { ...Object.fromEntries(settings), ...(further.length > 0 && { Further: Object.fromEntries(further) }) };
};

const mountsOf = (points: Json, { Tmpfs = {} }: HostConfig): readonly Mount[] => [
  ...Object.values(points).map((point) => mountOf(objectOf(point))),
  ...Object.entries(Tmpfs).map(
    ([destination, options]): Mount => ({ type: 'tmpfs', destination, rw: true, ...(options !== '' && { options }) }),
  ),
];

const mountOf = (point: Json): Mount => {
  const type = point.Type === 'bind' || point.Type === 'tmpfs' ? point.Type : 'volume';
  const isVolume = type === 'volume';
  const mode = String(point.Relabel ?? '');
  const isAnonymous = isVolume && String(objectOf(point.Spec).Source ?? '') === '';
  const source = String(point.Source ?? '');
  return {
    type,
    ...(isVolume && { name: String(point.Name) }),
    ...(isAnonymous && { anonymous: true as const }),
    ...(type === 'bind' && { source, ...(isFile(source) && { file: true as const }) }),
    destination: String(point.Destination),
    rw: point.RW !== false,
    ...(mode !== (isVolume && !isAnonymous ? 'z' : '') && { mode }),
    ...(type === 'bind' &&
      typeof point.Propagation === 'string' &&
      point.Propagation !== 'rprivate' && { propagation: point.Propagation }),
  };
};

const isFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Records of the json log; lines that are none are left out, as `docker logs` does. */
const logOf = (file: string): readonly LogRecord[] => {
  if (kindOf(file) !== 'file') return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): readonly LogRecord[] => {
      try {
        const { log, stream, time } = JSON.parse(line) as Json;
        const at = parseInstant(String(time));
        const isRecord = typeof log === 'string' && (stream === 'stdout' || stream === 'stderr') && at !== undefined;
        return isRecord ? [{ stream, text: log, at }] : [];
      } catch {
        return [];
      }
    });
};
