import { type Command, type Pid, rootIno, type Tree, type World, walkTree } from '../../../src/index.ts';
import { choose, listed, type Move, move, type Pick, processesOf, runningOf } from './move.ts';

/** A process that can act now: of a running container, neither stopped nor dead. */
const actor = (world: World, { a, b }: Pick): Pid | undefined => {
  const container = choose(runningOf(world), a);
  const pids = container ? processesOf(world, container) : [];
  return choose(
    pids.filter((pid) => world.host.processes.get(pid)?.state === 'sleeping'),
    b,
  );
};

const acting =
  (make: (pid: Pid, pick: Pick, world: World) => Command | undefined): Move['make'] =>
  (world, pick) => {
    const pid = actor(world, pick);
    return pid === undefined ? undefined : make(pid, pick, world);
  };

const signals = [9, 15, 10, 19, 18, 1, 11] as const;

/** What processes do among themselves. */
export const processMoves: readonly Move[] = [
  move(12, orphaning),
  move(
    12,
    acting((pid) => ({ issuer: 'process', type: 'ForkProcess', pid })),
  ),
  move(
    6,
    acting((pid, { c }) => ({ issuer: 'process', type: 'SpawnThread', pid, comm: `worker${c % 3}` })),
  ),
  move(
    9,
    acting((pid, { c }) => ({ issuer: 'process', type: 'ExitProcess', pid, code: c % 4 })),
  ),
  move(
    9,
    acting((pid, { b, c }) => ({
      issuer: 'process',
      type: 'SignalProcess',
      pid,
      target: 1 + (b % 12),
      signal: choose(signals, c) ?? 15,
    })),
  ),
  move(
    6,
    acting((pid, { c }) => ({
      issuer: 'process',
      type: 'SetDisposition',
      pid,
      signal: 15,
      disposition:
        c % 3 === 0 ? { action: 'ignore' } : c % 3 === 1 ? { action: 'handle' } : { action: 'exit', code: 42 },
    })),
  ),
  move(
    3,
    acting((pid) => ({ issuer: 'process', type: 'SetSubreaper', pid })),
  ),
  move(
    3,
    acting((pid) => ({ issuer: 'process', type: 'WaitChildren', pid })),
  ),
  move(
    6,
    acting((pid, { c }) => ({
      issuer: 'process',
      type: 'PrintOutput',
      pid,
      output: c % 2 ? 'stdout' : 'stderr',
      text: `line ${c}\n`,
    })),
  ),
];

/** The end of a process that has children, main aside: they become orphans. */
function orphaning(world: World, pick: Pick): Command | undefined {
  const parents = runningOf(world)
    .flatMap((container) => processesOf(world, container))
    .filter((pid) => {
      const it = world.host.processes.get(pid);
      return (
        it !== undefined && it.kind !== 'main' && it.kind !== 'ward' && it.state === 'sleeping' && it.children.size > 0
      );
    });
  const pid = choose(parents, pick.a);
  return pid === undefined ? undefined : { issuer: 'process', type: 'ExitProcess', pid, code: pick.c % 3 };
}

/** Paths that matter: of the image, of what was written before, new ones, and under a volume. */
const paths = [
  '/usr/local/etc/redis/redis.conf',
  '/etc/passwd',
  '/etc',
  '/bin/sh',
  '/tmp/new',
  '/tmp/dir',
  '/tmp/dir/file',
  '/usr/local',
  '/data/dump.rdb',
  '/new',
  '/etc/hostname',
  '/usr/local/bin/redis-server',
  '/etc/group',
  '/tmp',
] as const;

const path = (at: number): string => choose(paths, at) ?? '/tmp/new';

const writing = (make: (pid: Pid, path: string, pick: Pick) => Command): Move['make'] =>
  acting((pid, pick) => make(pid, path(pick.c), pick));

/** What processes do to files: every kind of overlay change. */
export const fileMoves: readonly Move[] = [
  move(6, remade),
  move(
    12,
    writing((pid, path, { b }) => ({ issuer: 'process', type: 'WriteFile', pid, path, data: `written ${b}` })),
  ),
  move(
    9,
    writing((pid, path, { b }) => ({ issuer: 'process', type: 'AppendFile', pid, path, data: `more ${b}` })),
  ),
  move(
    3,
    writing((pid, path, { b }) => ({ issuer: 'process', type: 'TruncateFile', pid, path, size: b % 9 })),
  ),
  move(
    15,
    writing((pid, path) => ({ issuer: 'process', type: 'RemoveFile', pid, path })),
  ),
  move(
    6,
    writing((pid, path) => ({ issuer: 'process', type: 'RemoveDirectory', pid, path })),
  ),
  move(
    12,
    writing((pid, path) => ({ issuer: 'process', type: 'MakeDirectory', pid, path })),
  ),
  move(
    9,
    writing((pid, from, { b }) => ({ issuer: 'process', type: 'RenameFile', pid, path: from, to: path(b) })),
  ),
  move(
    6,
    writing((pid, from, { b }) => ({ issuer: 'process', type: 'LinkFile', pid, path: from, to: path(b) })),
  ),
  move(
    6,
    writing((pid, at, { b }) => ({ issuer: 'process', type: 'SymlinkFile', pid, path: at, target: path(b) })),
  ),
  move(
    9,
    writing((pid, path, { b }) => ({ issuer: 'process', type: 'ChmodFile', pid, path, mode: b % 2 ? 0o600 : 0o755 })),
  ),
  move(
    6,
    writing((pid, path, { b }) => ({ issuer: 'process', type: 'ChownFile', pid, path, owner: b % 3, group: 5 })),
  ),
  move(
    3,
    writing((pid, path) => ({ issuer: 'process', type: 'TouchFile', pid, path })),
  ),
  move(
    3,
    writing((pid, path, { b }) => ({
      issuer: 'process',
      type: 'SetXattr',
      pid,
      path,
      name: 'user.note',
      value: String(b),
    })),
  ),
  move(
    3,
    writing((pid, path) => ({ issuer: 'process', type: 'MakeSpecialFile', pid, path, special: 'fifo' })),
  ),
  move(3, cleared),
];

const namesIn = listed((tree: Tree) => [...walkTree(tree)]);

/** Makes a directory where one was deleted: over a whiteout it must hide what the image has there. */
function remade(world: World, pick: Pick): Command | undefined {
  const pid = actor(world, pick);
  const id = pid === undefined ? undefined : world.host.processes.get(pid)?.cgroup;
  const upper = id && world.writeLayers.get(id)?.upper;
  if (pid === undefined || !upper) return undefined;
  const gone = choose(
    namesIn(upper).filter(({ inode }) => inode.kind === 'whiteout'),
    pick.c,
  );
  return gone && { issuer: 'process', type: 'MakeDirectory', pid, path: gone.path };
}

/** Empties a directory of what was written into it, so that directories can be removed and made again. */
function cleared(world: World, pick: Pick): Command | undefined {
  const pid = actor(world, pick);
  const id = pid === undefined ? undefined : world.host.processes.get(pid)?.cgroup;
  const upper = id && world.writeLayers.get(id)?.upper;
  if (pid === undefined || !upper || !upper.inodes.has(rootIno)) return undefined;
  const written = namesIn(upper).filter(({ inode }) => inode.kind !== 'whiteout');
  const last = written.at(-1 - (pick.c % 3));
  if (!last) return undefined;
  const at = last.path.startsWith('/') ? last.path : `/${last.path}`;
  return last.inode.kind === 'directory'
    ? { issuer: 'process', type: 'RemoveDirectory', pid, path: at }
    : { issuer: 'process', type: 'RemoveFile', pid, path: at };
}
