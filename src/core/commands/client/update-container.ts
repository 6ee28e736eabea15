import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { memoryTrouble, policyTrouble } from '../../lifecycle/settings.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import type { RestartPolicy } from '../../streams/container/config.ts';
import type { Container } from '../../streams/container/container.ts';
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
};

export type UpdateAnswer = { readonly warnings: readonly string[] };

/** `docker update` changes limits and the restart policy; a new policy counts from the next exit on. */
export const updateContainer = (
  world: World,
  command: UpdateContainer,
  { entropy: { now } }: Context,
): Decision<Event, UpdateAnswer> => {
  const flaw = memoryTrouble(command.memory) ?? policyTrouble(command.restartPolicy);
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
  { restartPolicy, memory }: UpdateContainer,
  now: Context['entropy']['now'],
): Decision<Event, UpdateAnswer> => {
  const policy = restartPolicy?.Name ? restartPolicy : undefined;
  if (policy && policy.Name !== 'no' && hostConfig.AutoRemove) return reject(updateOfAutoRemove(id));
  const next = { ...hostConfig, ...(policy && { RestartPolicy: policy }), ...(memory && { Memory: memory }) };
  return accept([ofContainer(id, now, 'ContainerUpdated', { hostConfig: next })], { warnings: [] });
};
