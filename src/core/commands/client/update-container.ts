import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { memoryTrouble, policyTrouble, reservationTrouble, swapOf } from '../../lifecycle/settings.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import type { HostConfig, RestartPolicy } from '../../streams/container/config.ts';
import type { Container } from '../../streams/container/container.ts';
import { memoryAboveSwap } from '../../streams/container/create-rejections.ts';
import { updateOfAutoRemove, updateOfDead } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type UpdateContainer = {
  readonly issuer: 'client';
  readonly type: 'UpdateContainer';
  readonly container: string;
  readonly restartPolicy?: RestartPolicy;
  readonly memory?: number;
  /** -1 is no limit. */
  readonly memorySwap?: number;
  readonly memoryReservation?: number;
  readonly pidsLimit?: number;
  /** Other limits, by the engine's names. */
  readonly further?: HostConfig['Further'];
};

export type UpdateAnswer = { readonly warnings: readonly string[] };

/** `docker update` changes limits and the restart policy; a new policy counts from the next exit on. */
export const updateContainer = (
  world: World,
  command: UpdateContainer,
  { entropy: { now } }: Context,
): Decision<Event, UpdateAnswer> => {
  const { memory = 0, memorySwap = 0, memoryReservation = 0 } = command;
  const flaw =
    memoryTrouble({ Memory: memory, ...(memory > 0 && { MemorySwap: memorySwap }) }) ??
    reservationTrouble(memory, memoryReservation) ??
    policyTrouble(command.restartPolicy);
  if (flaw) return reject(flaw);
  return onContainer(world, command.container, (container) => {
    const { id, state } = container;
    return match(state.status)
      .returnType<Decision<Event, UpdateAnswer>>()
      .with('created', 'running', 'paused', 'restarting', 'exited', () => update(container, command, now))
      .with('removing', 'dead', () => reject(updateOfDead(id)))
      .exhaustive();
  });
};

const update = (
  { id, hostConfig }: Container,
  command: UpdateContainer,
  now: Context['entropy']['now'],
): Decision<Event, UpdateAnswer> => {
  const { restartPolicy, memory = 0, memorySwap, memoryReservation, pidsLimit, further } = command;
  const policy = restartPolicy?.Name ? restartPolicy : undefined;
  if (policy && policy.Name !== 'no' && hostConfig.AutoRemove) return reject(updateOfAutoRemove(id));
  const swap = memorySwap || swapOf(hostConfig);
  // Where none was set it counts as set to 0, and where there is no limit to -1 (measured, docs/facts.md).
  if (memory > 0 && !memorySwap && memory > swap) return reject(memoryAboveSwap(id));
  const next = {
    ...hostConfig,
    ...(policy && { RestartPolicy: policy }),
    ...(memory > 0 && { Memory: memory, MemorySwap: swap }),
    ...(memorySwap && { MemorySwap: memorySwap }),
    ...(memoryReservation && { MemoryReservation: memoryReservation }),
    ...(pidsLimit !== undefined && { PidsLimit: Math.max(0, pidsLimit) }),
    ...(further && { Further: { ...hostConfig.Further, ...further } }),
  };
  return accept([ofContainer(id, now, 'ContainerUpdated', { hostConfig: next })], { warnings: [] });
};
