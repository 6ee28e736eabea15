import type { Event } from '../../event.ts';
import { accept, type Decision, fail, reject } from '../../kernel/decision.ts';
import { never } from '../../kernel/impossible.ts';
import { wake } from '../../lifecycle/start.ts';
import { Story } from '../../lifecycle/story.ts';
import type { Container } from '../../streams/container/container.ts';
import { isPaused, markedForRemoval } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { type Changed, changed, onContainer, unchanged } from './target.ts';

export type StartContainer = { readonly issuer: 'client'; readonly type: 'StartContainer'; readonly container: string };

/** `docker start` wakes a container that is not alive. Starting a living one changes nothing and is no error. */
export const startContainer = (
  world: World,
  { container: reference }: StartContainer,
  context: Context,
): Decision<Event, Changed> =>
  onContainer(world, reference, (container) => {
    const { status } = container.state;
    switch (status) {
      case 'created':
      case 'exited':
        return start(world, container, context);
      case 'running':
      case 'restarting':
        return accept([], unchanged);
      case 'paused':
        return reject(isPaused());
      case 'removing':
      case 'dead':
        return reject(markedForRemoval());
      default:
        return never(status);
    }
  });

const start = (world: World, { id }: Container, context: Context): Decision<Event, Changed> => {
  const story = new Story(world);
  const refusal = wake(story, id, 'client', context.entropy.now, context);
  return refusal ? fail(refusal, story.events) : accept(story.events, changed);
};
