import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { never } from '../../kernel/impossible.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import { freeze } from '../../processes/freeze.ts';
import type { Container } from '../../streams/container/container.ts';
import { alreadyPaused, isRestarting, notRunning } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type PauseContainer = { readonly issuer: 'client'; readonly type: 'PauseContainer'; readonly container: string };

/** `docker pause` freezes every process of a running container. */
export const pauseContainer = (
  world: World,
  { container: reference }: PauseContainer,
  { entropy: { now } }: Context,
): Decision<Event> =>
  onContainer(world, reference, (container) => {
    const { id, state } = container;
    const { status } = state;
    switch (status) {
      case 'running':
        return accept(pausing(world, container, now));
      case 'paused':
        return reject(alreadyPaused(id));
      case 'restarting':
        return reject(isRestarting(id));
      case 'created':
      case 'exited':
      case 'removing':
      case 'dead':
        return reject(notRunning(id));
      default:
        return never(status);
    }
  });

const pausing = (world: World, { id, health }: Container, now: Context['entropy']['now']): readonly Event[] => {
  const story = new Story(world);
  const frozen = freeze(world.host, id, now);
  story.hostBecame(frozen.host, frozen.events);
  story.tell(ofContainer(id, now, 'ContainerPaused', {}));
  if (health !== undefined) story.tell(ofContainer(id, now, 'ContainerHealthChanged', { health: 'unhealthy' }));
  return story.events;
};
