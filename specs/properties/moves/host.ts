import { aliveOf, choose, type Move, move, processesOf, restartingOf, runningOf } from './move.ts';

const signals = [9, 15, 19, 18, 10] as const;

/** What the host does, to the engine and behind its back. */
export const hostMoves: readonly Move[] = [
  move(2, (world, { a, b, c }) => {
    const container = choose(aliveOf(world), a);
    const pid = container && choose(processesOf(world, container), b);
    return pid === undefined
      ? undefined
      : { issuer: 'host', type: 'SignalHostProcess', pid, signal: choose(signals, c) ?? 9 };
  }),
  move(1, (world, { a }) => {
    const shims = [...world.host.shims.values()].sort((one, other) => one - other);
    const pid = choose(shims, a);
    return pid === undefined ? undefined : { issuer: 'host', type: 'SignalHostProcess', pid, signal: 9 };
  }),
  move(1, (world, { a, b }) => {
    const container = choose(runningOf(world), a);
    const pid = container && choose(processesOf(world, container), b);
    return pid === undefined ? undefined : { issuer: 'host', type: 'RunOutOfMemory', pid };
  }),
  move(1, (world, { a }) =>
    world.host.daemon === 'running'
      ? a % 2
        ? { issuer: 'host', type: 'StopDaemon' }
        : { issuer: 'host', type: 'CrashDaemon' }
      : undefined,
  ),
  move(30, (world, { a }) =>
    world.host.daemon === 'running' ? undefined : { issuer: 'host', type: 'StartDaemon', liveRestore: a % 2 === 0 },
  ),
  move(4, (world) => (restartingOf(world).length > 0 ? { issuer: 'host', type: 'FireRestarts' } : undefined)),
  move(1, () => ({ issuer: 'host', type: 'StartService', argv: ['redis-server', '*:6379'], comm: 'redis-server' })),
];
