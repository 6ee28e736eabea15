import type { ContainerId } from '../../core/kernel/brand.ts';
import { findContainer } from '../../core/lifecycle/find-container.ts';
import type { Container } from '../../core/streams/container/container.ts';
import type { Docker } from '../docker.ts';

/** The container that a reference means now. */
export const containerOf = ({ machine }: Docker, reference: string): Container | undefined => {
  const found = findContainer(machine.world, reference);
  return 'code' in found ? undefined : found;
};

const alive = new Set(['running', 'paused', 'restarting']);

/** A removed container has ended too. */
export const hasEnded = ({ machine }: Docker, id: string): boolean => {
  const container = machine.world.containers.get(id as ContainerId);
  return container === undefined || !alive.has(container.state.status);
};

export const exitCodeOf = ({ machine }: Docker, id: string): number => {
  const state = machine.world.containers.get(id as ContainerId)?.state;
  return state && 'exitCode' in state ? state.exitCode : 0;
};
