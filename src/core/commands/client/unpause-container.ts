import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { never } from '../../kernel/impossible.ts';
import { tellEndings } from '../../lifecycle/after-endings.ts';
import { autoRemove } from '../../lifecycle/removal.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import { thaw } from '../../processes/freeze.ts';
import type { Container } from '../../streams/container/container.ts';
import { notPaused } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type UnpauseContainer = {
  readonly issuer: 'client';
  readonly type: 'UnpauseContainer';
  readonly container: string;
};

/** `docker unpause` thaws a paused container; signals that came meanwhile arrive now. Its health stays until the next probe. */
export const unpauseContainer = (
  world: World,
  { container: reference }: UnpauseContainer,
  { entropy: { now } }: Context,
): Decision<Event> =>
  onContainer(world, reference, (container) => {
    const { status } = container.state;
    switch (status) {
      case 'paused':
        return accept(unpausing(world, container, now));
      case 'created':
      case 'running':
      case 'restarting':
      case 'exited':
      case 'removing':
      case 'dead':
        return reject(notPaused(container.id));
      default:
        return never(status);
    }
  });

const unpausing = (world: World, { id }: Container, now: Context['entropy']['now']): readonly Event[] => {
  const story = new Story(world);
  const thawed = thaw(world.host, id, now);
  story.hostBecame(thawed.host, thawed.events);
  story.tell(ofContainer(id, now, 'ContainerUnpaused', {}));
  for (const died of tellEndings(story, thawed.ended, now)) autoRemove(story, died, now);
  return story.events;
};
