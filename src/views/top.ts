import type { ContainerId } from '../core/kernel/brand.ts';
import type { Rejection } from '../core/kernel/decision.ts';
import { type Top, topOf } from '../core/processes/ps.ts';
import type { World } from '../core/world.ts';

export { isTop, type Top } from '../core/processes/ps.ts';

/** `docker top`: the host's ps over the container's cgroup, or ps's error. The verb has checked that it runs. */
export const top = (world: World, id: ContainerId, psArgs = ''): Top | Rejection => {
  const state = world.containers.get(id)?.state;
  const started = state && 'startedAt' in state && state.startedAt ? state.startedAt.slice(11, 16) : '00:00';
  return topOf(world.host, id, psArgs, started);
};
