import { hasMember } from '../../core/kernel/multimap.ts';
import { emptyTree, sizeOfTree } from '../../core/overlay/index.ts';
import type { World } from '../../core/world.ts';
import { Complaint, type Verb } from '../docker.ts';
import { humanSize } from '../format/human.ts';
import { printRows } from '../format/rows.ts';
import { goType } from '../template/index.ts';
import { formatted } from './version.ts';

const logPlugins = [
  ...['awslogs', 'fluentd', 'gcplogs', 'gelf', 'journald', 'json-file', 'local', 'logentries', 'splunk', 'syslog'],
];
const runtimes = ['io.containerd.runc.v2', 'io.containerd.runtime.v1.linux', 'runc'];

const infoOf = ({ containers, images, host }: World) => {
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
    DriverStatus: [
      ['Backing Filesystem', 'extfs'],
      ['Supports d_type', 'true'],
      ['Native Overlay Diff', 'true'],
      ['userxattr', 'false'],
    ],
    Plugins: {
      Volume: ['local'],
      Network: ['bridge', 'host', 'ipvlan', 'macvlan', 'null', 'overlay'],
      Log: logPlugins,
    },
    Debug: false,
    LoggingDriver: 'json-file',
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    IndexServerAddress: 'https://index.docker.io/v1/',
    ExperimentalBuild: false,
    Runtimes: Object.fromEntries(runtimes.map((name) => [name, { path: 'runc' }])),
    DefaultRuntime: 'runc',
    Swarm: { LocalNodeState: 'inactive' },
    ContainerdCommit: { ID: '1.6.20~ds1-1+deb12u3' },
    RuncCommit: { ID: '1.1.5+ds1-1+deb12u1' },
    SecurityOptions: ['name=seccomp,profile=default'],
    InitBinary: 'docker-init',
    DockerRootDir: '/var/lib/docker',
    ServerVersion: '20.10.24+dfsg1',
    OSType: 'linux',
    Architecture: 'x86_64',
    LiveRestoreEnabled: host.liveRestore,
  };
};

/** What the engine says of the host's kernel, memory and name is left out: the model's host has none. */
export const info: Verb = async (docker, options) => {
  const it = infoOf(docker.machine.world);
  const format = options.one('format');
  if (format !== undefined) {
    docker.out(`${formatted(docker.out, format, '', { ...it, [goType]: 'system.info' })}\n`);
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
      ...it.DriverStatus.map(([name, value]) => `  ${name}: ${value}`),
      ` Logging Driver: ${it.LoggingDriver}`,
      ` Cgroup Driver: ${it.CgroupDriver}`,
      ` Cgroup Version: ${it.CgroupVersion}`,
      ' Plugins:',
      `  Volume: ${it.Plugins.Volume.join(' ')}`,
      `  Network: ${it.Plugins.Network.join(' ')}`,
      `  Log: ${it.Plugins.Log.join(' ')}`,
      ` Swarm: ${it.Swarm.LocalNodeState}`,
      ` Runtimes: ${Object.keys(it.Runtimes).join(' ')}`,
      ` Default Runtime: ${it.DefaultRuntime}`,
      ` Init Binary: ${it.InitBinary}`,
      ` containerd version: ${it.ContainerdCommit.ID}`,
      ` runc version: ${it.RuncCommit.ID}`,
      ' init version: ',
      ' Security Options:',
      '  seccomp',
      '   Profile: default',
      ` OSType: ${it.OSType}`,
      ` Architecture: ${it.Architecture}`,
      ` Docker Root Dir: ${it.DockerRootDir}`,
      ` Debug Mode: ${it.Debug}`,
      ` Registry: ${it.IndexServerAddress}`,
      ' Labels:',
      ` Experimental: ${it.ExperimentalBuild}`,
      ' Insecure Registries:',
      '  127.0.0.0/8',
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
  if (options.is('verbose')) throw new Complaint('plimsoll: docker system df --verbose is not modelled');
  const headers = { Type: 'TYPE', TotalCount: 'TOTAL', Active: 'ACTIVE', Size: 'SIZE', Reclaimable: 'RECLAIMABLE' };
  const format =
    options.one('format') ?? 'table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}';
  docker.out(
    printRows(format, { type: '*formatter.diskUsageImagesContext', headers, rows: usageOf(docker.machine.world) }),
  );
  return 0;
};
