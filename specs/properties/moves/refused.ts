import {
  type Command,
  type ContainerConfig,
  type Digest,
  digestOf,
  type HostConfig,
  type LayerEntry,
  type Process,
  rootIno,
  type World,
} from '../../../src/index.ts';
import { choose, containersOf, imagesOf, type Move, move, type Pick, referenceTo } from './move.ts';

type PullImage = Extract<Command, { readonly type: 'PullImage' }>;
type ImportImage = Extract<Command, { readonly type: 'ImportImage' }>;

/** Commands that an engine refuses, each for a reason of its own. What the name of a variant says is what is wrong. */
type Wrong = (world: World, pick: Pick) => Command | undefined;

const some = (world: World, { a, c }: Pick): string | undefined => {
  const it = choose(containersOf(world), a);
  return it && referenceTo(it, c);
};

const onSome =
  (make: (container: string, pick: Pick) => Command): Wrong =>
  (world, pick) => {
    const container = some(world, pick);
    return container === undefined ? undefined : make(container, pick);
  };

const spare = ['odd1', 'odd2', 'odd3'] as const;

const create =
  (config: ContainerConfig, hostConfig: HostConfig = {}, sources: Record<string, 'missing' | 'file'> = {}): Wrong =>
  (_, { a }) => ({
    issuer: 'client',
    type: 'CreateContainer',
    name: choose(spare, a) ?? 'odd1',
    config: { Image: 'busybox', Cmd: ['sh'], ...config },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
    sources,
  });

/** Refused at once. */
const creations: readonly Wrong[] = [
  create({ Env: ['=x'] }),
  create({ Hostname: 'here' }, { UTSMode: 'host' }),
  create({ WorkingDir: '/etc/passwd' }),
  create({}, { RestartPolicy: { Name: 'no', MaximumRetryCount: 3 } }),
  create({}, { Memory: 1000 }),
  create({}, { Binds: ['data:/data:zz'] }),
  create({}, { Binds: ['data:relative'] }),
  create({}, { Binds: ['data:/data', 'other:/data'] }),
  create({}, { Mounts: [{ Type: 'bind', Source: '/nowhere', Target: '/mnt' }] }, { '/nowhere': 'missing' }),
];

/** Created, and refused at their start; or refused what they ask for once they run. */
const startables: readonly Wrong[] = [
  create({ User: 'nobodyhere' }),
  create({ User: 'root:nogroup-here' }),
  create({ Cmd: ['/etc/passwd'] }),
  create({}, { NetworkMode: 'no-such-network' }),
  create({}, { Binds: ['/etc/hosts:/tmp'] }, { '/etc/hosts': 'file' }),
  create({}, { PidsLimit: 1 }),
  create({}, { LogConfig: { Type: 'none', Config: {} } }),
  create({}, { ReadonlyRootfs: true, Binds: ['data:/data:ro'] }),
];

const starts: readonly Wrong[] = [
  (world, { a }) => {
    const odd = containersOf(world).filter(({ name, state }) => name.startsWith('odd') && state.status !== 'running');
    const it = choose(odd, a);
    return it && { issuer: 'client', type: 'StartContainer', container: it.name };
  },
  onSome((container, { b }) =>
    b % 2
      ? { issuer: 'client', type: 'StartContainer', container }
      : { issuer: 'client', type: 'StopContainer', container, timeout: 0 },
  ),
];

const file = (path: string): LayerEntry =>
  ({
    path,
    node: {
      kind: 'file',
      content: emptyFile,
      size: 0,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: '2024-01-01T00:00:00.000000000Z',
    },
  }) as LayerEntry;
const directory = (path: string): LayerEntry =>
  ({
    path,
    node: { kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime: '2024-01-01T00:00:00.000000000Z' },
  }) as LayerEntry;
const emptyFile = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as Digest;

const put = (path: string, entry: LayerEntry): Wrong =>
  onSome((container) => ({
    issuer: 'client',
    type: 'PutArchive',
    container,
    path,
    entries: [entry],
    noOverwriteDirNonDir: true,
  }));

const archives: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'GetArchive', container, path: '' })),
  onSome((container) => ({ issuer: 'client', type: 'GetArchive', container, path: '/no/such/path' })),
  onSome((container) => ({ issuer: 'client', type: 'StatArchive', container, path: '/loop/x' })),
  put('/etc/passwd', file('x')),
  put('/tmp', file('../x')),
  put('/etc', directory('passwd')),
  put('/', file('etc')),
  put('/', file('etc/passwd/below')),
  put('/data', file('x')),
  put('/tmp', file('x')),
];

/** A container in which a link leads to itself, or where one can be made. */
const loops: readonly Wrong[] = [
  (world, { a }) => {
    const looped = containersOf(world).filter(({ id }) =>
      world.writeLayers.get(id)?.upper.inodes.get(rootIno)?.entries?.has('loop'),
    );
    const it = choose(looped, a);
    return it && { issuer: 'client', type: 'StatArchive', container: it.name, path: '/loop/x' };
  },
  (world, { a }) => {
    const it = choose(
      containersOf(world).filter(({ state }) => state.status === 'running'),
      a,
    );
    return it && 'pid' in it.state
      ? { issuer: 'process', type: 'SymlinkFile', pid: it.state.pid, path: '/loop', target: '/loop' }
      : undefined;
  },
];

const startedExec =
  (isMeant: (status: string) => boolean): Wrong =>
  (world, { a }) => {
    const started = containersOf(world).flatMap(({ execs }) =>
      [...execs.values()].filter(({ state }) => isMeant(state.status)).map(({ id }) => id),
    );
    const exec = choose(started.sort(), a);
    return exec === undefined ? undefined : { issuer: 'client', type: 'StartExec', exec, detach: true };
  };

/** Started now, so that it can be started a second time. */
const runningExecs = [startedExec((status) => status === 'running'), startedExec((status) => status === 'created')];
const endedExecs = [
  startedExec((status) => status !== 'running' && status !== 'created'),
  startedExec((status) => status === 'created'),
];

const execs: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'CreateExec', container, config: { command: [] } })),
  onSome((container) => ({ issuer: 'client', type: 'CreateExec', container, config: { command: ['sh'] } })),
];

const silent: readonly Wrong[] = [
  (world, { a }) => {
    const it = choose(
      containersOf(world).filter(({ hostConfig }) => hostConfig.LogConfig?.Type === 'none'),
      a,
    );
    return it && { issuer: 'client', type: 'LogsContainer', container: it.name, stdout: true, stderr: true };
  },
];

/** What a container that waits for its restart has not. */
const restarting: readonly Wrong[] = [
  (world, { a, b }) => {
    const it = choose(
      containersOf(world).filter(({ state }) => state.status === 'restarting'),
      a,
    );
    if (!it) return undefined;
    return b % 2
      ? { issuer: 'client', type: 'ResizeContainer', container: it.name, height: 24, width: 80 }
      : { issuer: 'client', type: 'RenameContainer', container: it.name, name: 'odd4' };
  },
];

const looks: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'LogsContainer', container, stdout: false, stderr: false })),
  onSome((container) => ({ issuer: 'client', type: 'LogsContainer', container, stdout: true, stderr: true })),
  onSome((container) => ({ issuer: 'client', type: 'TopContainer', container, psArgs: '-o comm' })),
  onSome((container) => ({ issuer: 'client', type: 'ResizeContainer', container, height: 24, width: 80 })),
  onSome((container) => ({ issuer: 'client', type: 'RemoveContainer', container, link: true })),
  () => ({ issuer: 'client', type: 'ListImages', filters: { bogus: ['x'] } }),
];

const image = (world: World, { b }: Pick): string => choose(imagesOf(world), b) ?? 'redis';

const pull = (reference: string, fetched: PullImage['fetched'], platform?: string): Wrong => {
  const command: PullImage = {
    issuer: 'client',
    type: 'PullImage',
    reference,
    fetched,
    ...(platform !== undefined && { platform }),
  };
  return () => command;
};

const flat: ImportImage['layer'] = {
  diffId: digestOf('a tar with one directory') as string as ImportImage['layer']['diffId'],
  size: 0,
  entries: [directory('srv')],
};

const imported = (more: Partial<ImportImage>): Wrong => {
  const command: ImportImage = { issuer: 'client', type: 'ImportImage', layer: flat, ...more };
  return () => command;
};

const digest = `sha256:${'0'.repeat(64)}`;

const images: readonly Wrong[] = [
  (world, pick) => ({ issuer: 'client', type: 'TagImage', image: image(world, pick), repo: `x@${digest}` }),
  (world, pick) => ({ issuer: 'client', type: 'TagImage', image: image(world, pick), repo: 'sha256' }),
  onSome((container) => ({ issuer: 'client', type: 'CommitContainer', container, changes: ['BOGUS x'] })),
  imported({ repo: `x@${digest}` }),
  pull('redis', { refused: 'unknown' }),
  pull('nowhere/private', { refused: 'denied' }),
  pull('redis', { unreachable: 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io' }),
  pull('redis', { manifest: digest as Digest, config: '{}', layers: [] }, 'bogus/bogus/bogus/bogus'),
  pull('redis', { manifest: digest as Digest, config: '{"rootfs":{"type":"layers","diff_ids":["x"]}}', layers: [] }),
  () => ({
    issuer: 'client',
    type: 'LoadImage',
    images: [{ config: 'not json', layers: [], repoTags: [] }],
    layers: [],
  }),
  (_, { a }) => ({ issuer: 'client', type: 'SaveImages', images: a % 2 ? [] : ['busybox:none'] }),
];

/** An image without a command, and a container that shall run it. */
const commandless: readonly Wrong[] = [create({ Image: 'empty', Cmd: [] }), imported({ repo: 'empty' })];

const volumes: readonly Wrong[] = [
  () => ({ issuer: 'client', type: 'CreateVolume', name: '../x' }),
  () => ({ issuer: 'client', type: 'CreateVolume', name: 'data', driver: 'another' }),
];

const hosts: readonly Wrong[] = [
  () => ({ issuer: 'host', type: 'InstallEngine' }),
  () => ({ issuer: 'host', type: 'StartDaemon' }),
  () => ({ issuer: 'registry', type: 'MoveRegistryTag', repository: 'redis', tag: 'latest', manifest: 'x' as Digest }),
];

const down: readonly Wrong[] = [
  (world) => (world.host.daemon === 'running' ? undefined : { issuer: 'host', type: 'StopDaemon' }),
];

/** A process that was stopped, or whose container is frozen, is told to act all the same. */
const acting =
  (isHeld: (process: Process, world: World) => boolean): Wrong =>
  (world, { a }) => {
    const held = [...world.host.processes.values()]
      .filter((process) => process.cgroup !== undefined && process.state !== 'zombie' && isHeld(process, world))
      .sort((one, other) => one.pid - other.pid);
    const it = choose(held, a);
    return it && { issuer: 'process', type: 'ForkProcess', pid: it.pid };
  };
const stopped = [acting(({ state }) => state === 'stopped')];
const frozen = [acting(({ cgroup }, { host }) => cgroup !== undefined && host.cgroups.get(cgroup)?.frozen === true)];

const limited: readonly Wrong[] = [
  (world, { a }) => {
    const full = containersOf(world).filter(
      ({ hostConfig, state }) => hostConfig.PidsLimit === 1 && state.status === 'running',
    );
    const state = choose(full, a)?.state;
    return state && 'pid' in state ? { issuer: 'process', type: 'ForkProcess', pid: state.pid } : undefined;
  },
];

/** How often each group is drawn; what needs something rare to have happened before, more often. */
const groups: readonly (readonly [weight: number, group: readonly Wrong[]])[] = [
  ...[creations, startables, archives, looks, images, hosts].map((it) => [Math.ceil(it.length / 2), it] as const),
  ...[starts, volumes, execs, silent, restarting, frozen, limited].map((it) => [2, it] as const),
  ...[loops, runningExecs, endedExecs, down, stopped, commandless].map((it) => [4, it] as const),
];

/** Each reason of a group about as often as any other; where it can not be had now, the next of its group. */
export const refusedMoves: readonly Move[] = groups.map(([weight, group]) =>
  move(weight, (world, pick) => {
    for (let turn = 0; turn < group.length; turn += 1) {
      const found = group[(pick.b + turn) % group.length]?.(world, pick);
      if (found) return found;
    }
    return undefined;
  }),
);
