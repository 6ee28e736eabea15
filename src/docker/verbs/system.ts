import { hasMember } from '../../core/kernel/multimap.ts';
import { emptyTree, sizeOfTree } from '../../core/overlay/index.ts';
import type { World } from '../../core/world.ts';
import type { Verb } from '../docker.ts';
import { humanSize } from '../format/human.ts';
import { printRows } from '../format/rows.ts';
import { goJson, template } from '../template/index.ts';

const platform = { Version: '20.10.24+dfsg1', ApiVersion: '1.41', GoVersion: 'go1.19.8', Os: 'linux', Arch: 'amd64' };
const versions = {
  Client: { ...platform, GitCommit: '297e128', Context: 'default', Experimental: true },
  Server: { ...platform, GitCommit: '5d6db84', MinAPIVersion: '1.12', Experimental: false },
};

export const version: Verb = async (docker, options) => {
  const format = options.one('format');
  if (format !== undefined) {
    docker.out(format.trim() === 'json' ? `${goJson(versions)}\n` : `${template(format)(versions)}\n`);
    return 0;
  }
  docker.out(
    [
      'Client:',
      ' Version:           20.10.24+dfsg1',
      ' API version:       1.41',
      ' Go version:        go1.19.8',
      ' OS/Arch:           linux/amd64',
      '',
      'Server:',
      ' Engine:',
      '  Version:          20.10.24+dfsg1',
      '  API version:      1.41 (minimum version 1.12)',
      '  Go version:       go1.19.8',
      '  OS/Arch:          linux/amd64',
      '',
    ].join('\n'),
  );
  return 0;
};

const infoOf = ({ containers, images, host }: World): Readonly<Record<string, unknown>> => {
  const count = (status: string): number =>
    [...containers.values()].filter(({ state }) => state.status === status).length;
  const running = count('running') + count('restarting');
  return {
    Containers: containers.size,
    ContainersRunning: running,
    ContainersPaused: count('paused'),
    ContainersStopped: containers.size - running - count('paused'),
    Images: images.size,
    Driver: 'overlay2',
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    DefaultRuntime: 'runc',
    InitBinary: 'docker-init',
    DockerRootDir: '/var/lib/docker',
    ServerVersion: '20.10.24+dfsg1',
    OSType: 'linux',
    Architecture: 'x86_64',
    LiveRestoreEnabled: host.liveRestore,
  };
};

export const info: Verb = async (docker, options) => {
  const it = infoOf(docker.machine.world);
  const format = options.one('format');
  if (format !== undefined) {
    docker.out(`${template(format)(it)}\n`);
    return 0;
  }
  docker.out(
    [
      'Client:',
      ' Context:    default',
      ' Debug Mode: false',
      '',
      'Server:',
      ` Containers: ${it.Containers}`,
      `  Running: ${it.ContainersRunning}`,
      `  Paused: ${it.ContainersPaused}`,
      `  Stopped: ${it.ContainersStopped}`,
      ` Images: ${it.Images}`,
      ` Server Version: ${it.ServerVersion}`,
      ` Storage Driver: ${it.Driver}`,
      ` Logging Driver: ${it.LoggingDriver}`,
      ` Cgroup Driver: ${it.CgroupDriver}`,
      ` Cgroup Version: ${it.CgroupVersion}`,
      ` Default Runtime: ${it.DefaultRuntime}`,
      ` Init Binary: ${it.InitBinary}`,
      ` OSType: ${it.OSType}`,
      ` Architecture: ${it.Architecture}`,
      ` Docker Root Dir: ${it.DockerRootDir}`,
      ` Live Restore Enabled: ${it.LiveRestoreEnabled}`,
      '',
      '',
    ].join('\n'),
  );
  return 0;
};

type Usage = { readonly total: number; readonly active: number; readonly size: number; readonly free: number };

const share = ({ size, free }: Usage): string =>
  `${humanSize(free)}${size > 0 ? ` (${Math.trunc((free * 100) / size)}%)` : ''}`;

const row = (type: string, usage: Usage) => ({
  Type: type,
  TotalCount: String(usage.total),
  Active: String(usage.active),
  Size: humanSize(usage.size, 4),
  Reclaimable: share(usage),
});

const usageOf = (world: World): readonly ReturnType<typeof row>[] => {
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  const layers = [...world.layers.values()];
  const used = [...world.images.values()].filter(({ id }) => hasMember(world.indexes.imageContainers, id));
  const keeps = new Set<string>();
  for (const { parent: top } of world.writeLayers.values()) {
    for (let layer = top && world.layers.get(top); layer; layer = layer.parent && world.layers.get(layer.parent))
      keeps.add(layer.chainId);
  }
  const containers = [...world.containers.values()].map(({ id, state }) => ({
    isUp: ['running', 'paused', 'restarting'].includes(state.status),
    size: sizeOfTree(world.writeLayers.get(id)?.upper ?? emptyTree()),
  }));
  const volumes = [...world.volumes.values()].map(({ name, content }) => ({
    isUsed: world.indexes.volumeContainers.has(name),
    size: sizeOfTree(content),
  }));
  return [
    row('Images', {
      total: world.images.size,
      active: used.length,
      size: sum(layers.map(({ size }) => size)),
      free: sum(layers.filter(({ chainId }) => !keeps.has(chainId)).map(({ size }) => size)),
    }),
    row('Containers', {
      total: containers.length,
      active: containers.filter(({ isUp }) => isUp).length,
      size: sum(containers.map(({ size }) => size)),
      free: sum(containers.filter(({ isUp }) => !isUp).map(({ size }) => size)),
    }),
    row('Local Volumes', {
      total: volumes.length,
      active: volumes.filter(({ isUsed }) => isUsed).length,
      size: sum(volumes.map(({ size }) => size)),
      free: sum(volumes.filter(({ isUsed }) => !isUsed).map(({ size }) => size)),
    }),
    row('Build Cache', { total: 0, active: 0, size: 0, free: 0 }),
  ];
};

export const diskUsage: Verb = async (docker, options) => {
  const headers = { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' };
  const format =
    options.one('format') ?? 'table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}';
  docker.out(printRows(format, { type: '*formatter.diskUsageContext', headers, rows: usageOf(docker.machine.world) }));
  return 0;
};
