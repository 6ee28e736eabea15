import type { ContainerConfig, HostConfig, RestartPolicy, World } from '../../../src/index.ts';
import {
  aliveOf,
  choose,
  containersOf,
  listed,
  type Move,
  move,
  names,
  notAliveOf,
  type Pick,
  pausedOf,
  pruneFilters,
  referencesOf,
  referenceTo,
  runningOf,
  stoppableOf,
} from './move.ts';

const policies: readonly RestartPolicy[] = [
  { Name: 'no', MaximumRetryCount: 0 },
  { Name: 'always', MaximumRetryCount: 0 },
  { Name: 'unless-stopped', MaximumRetryCount: 0 },
  { Name: 'on-failure', MaximumRetryCount: 2 },
];

const commands: readonly (readonly string[])[] = [
  ['sleep', '1000'],
  ['redis-server'],
  ['sh'],
  ['sleep', '2000'],
  ['sh'],
  ['redis-server'],
  ['sh', '-c', 'x'],
  ['sleep', '3000'],
  ['/missing'],
];

const hostConfigs: readonly ((other: string | undefined) => HostConfig)[] = [
  () => ({}),
  () => ({}),
  () => ({ Binds: ['data:/data'] }),
  () => ({ Binds: ['data:/data:ro', 'other:/srv/other'] }),
  () => ({ AutoRemove: true }),
  () => ({ Init: true }),
  () => ({ ReadonlyRootfs: true, Tmpfs: { '/run': '' } }),
  () => ({ PidMode: 'host' }),
  (other) => (other === undefined ? {} : { PidMode: `container:${other}` }),
];

const volumeConfigs: readonly ContainerConfig[] = [{}, {}, {}, { Volumes: { '/data': {} } }, { StopSignal: 'USR1' }];

const create = (free: readonly string[], { a, b, c }: Pick, images: readonly string[], others: readonly string[]) => {
  const host: HostConfig = choose(hostConfigs, b)?.(choose(others, c)) ?? {};
  return {
    issuer: 'client',
    type: 'CreateContainer',
    name: choose(b % 6 === 0 || free.length === 0 ? names : free, a) ?? 'web',
    config: { Image: choose(images, b) ?? 'redis', Cmd: choose(commands, c) ?? [], ...choose(volumeConfigs, a + c) },
    hostConfig: {
      NetworkMode: 'none',
      ...host,
      ...(!host.AutoRemove && { RestartPolicy: choose(policies, a + b) ?? policies[0] }),
    },
  } as const;
};

const tagsOf = listed((references: World['references']) =>
  referencesOf({ references }).filter((it) => !it.includes('@')),
);

const signals = ['KILL', 'TERM', 'USR1', 'STOP', 'CONT', '64', 'HUP', 'INT'] as const;

/** What a client does to containers; each mostly to one in a state where it matters. */
export const containerMoves: readonly Move[] = [
  move(8, (world, pick) => {
    const images = tagsOf(world.references);
    return images.length === 0
      ? undefined
      : create(
          names.filter((name) => !world.indexes.names.has(name)),
          pick,
          images,
          aliveOf(world).map((it) => it.name),
        );
  }),
  move(12, (world, { a, b }) => {
    const it = choose(notAliveOf(world), a);
    return it && { issuer: 'client', type: 'StartContainer', container: referenceTo(it, b) };
  }),
  move(5, (world, { a, b, c }) => {
    const it = choose(stoppableOf(world), a);
    return it && { issuer: 'client', type: 'StopContainer', container: referenceTo(it, b), timeout: c % 3 };
  }),
  move(5, (world, { a, b, c }) => {
    const it = choose(stoppableOf(world), a);
    return (
      it && {
        issuer: 'client',
        type: 'KillContainer',
        container: referenceTo(it, b),
        signal: choose(signals, c) ?? 'KILL',
      }
    );
  }),
  move(4, (world, { a, b, c }) => {
    const it = choose(containersOf(world), a);
    return it && { issuer: 'client', type: 'RestartContainer', container: referenceTo(it, b), timeout: c % 2 };
  }),
  move(4, (world, { a, b }) => {
    const it = choose(runningOf(world), a);
    return it && { issuer: 'client', type: 'PauseContainer', container: referenceTo(it, b) };
  }),
  move(4, (world, { a, b }) => {
    const it = choose(pausedOf(world), a);
    return it && { issuer: 'client', type: 'UnpauseContainer', container: referenceTo(it, b) };
  }),
  move(2, (world, { a, b, c }) => {
    const it = choose(containersOf(world), a);
    return (
      it && {
        issuer: 'client',
        type: 'RenameContainer',
        container: referenceTo(it, b),
        name: choose(names, c) ?? 'web',
      }
    );
  }),
  move(2, (world, { a, b, c }) => {
    const it = choose(containersOf(world), a);
    const restartPolicy = choose(policies, c);
    return (
      it && restartPolicy && { issuer: 'client', type: 'UpdateContainer', container: referenceTo(it, b), restartPolicy }
    );
  }),
  move(6, (world, { a, b, c }) => {
    const it = choose(containersOf(world), a);
    return (
      it && {
        issuer: 'client',
        type: 'RemoveContainer',
        container: referenceTo(it, b),
        force: c % 3 !== 0,
        volumes: c % 2 === 0,
      }
    );
  }),
  move(3, (world, { a, b, c }) => {
    const it = choose(runningOf(world), a);
    return (
      it && {
        issuer: 'client',
        type: 'CreateExec',
        container: referenceTo(it, b),
        config: { command: c % 5 === 0 ? ['/missing'] : ['sh', '-c', 'sleep 9'] },
      }
    );
  }),
  move(4, (world, { a }) => {
    const waiting = containersOf(world).flatMap((it) =>
      [...it.execs.values()].filter((exec) => exec.state.status === 'created').map((exec) => exec.id),
    );
    const exec = choose(waiting.sort(), a);
    return exec === undefined ? undefined : { issuer: 'client', type: 'StartExec', exec, detach: true };
  }),
  move(1, (_, { b }) => ({ issuer: 'client', type: 'PruneContainers', ...choose(pruneFilters, b) })),
];
