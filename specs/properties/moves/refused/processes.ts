import type { Digest, Process, World } from '../../../../src/index.ts';
import { choose, containersOf } from '../move.ts';
import type { Wrong } from './wrong.ts';

export const hosts: readonly Wrong[] = [
  () => ({ issuer: 'host', type: 'InstallEngine' }),
  () => ({ issuer: 'host', type: 'StartDaemon' }),
  () => ({ issuer: 'registry', type: 'MoveRegistryTag', repository: 'redis', tag: 'latest', manifest: 'x' as Digest }),
];

export const down: readonly Wrong[] = [
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
export const stopped = [acting(({ state }) => state === 'stopped')];
export const frozen = [
  acting(({ cgroup }, { host }) => cgroup !== undefined && host.cgroups.get(cgroup)?.frozen === true),
];

export const limited: readonly Wrong[] = [
  (world, { a }) => {
    const full = containersOf(world).filter(
      ({ hostConfig, state }) => hostConfig.PidsLimit === 1 && state.status === 'running',
    );
    const state = choose(full, a)?.state;
    return state && 'pid' in state ? { issuer: 'process', type: 'ForkProcess', pid: state.pid } : undefined;
  },
];
