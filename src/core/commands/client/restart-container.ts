import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import type { Instant } from '../../kernel/brand.ts';
import { accept, type Decision, fail, reject } from '../../kernel/decision.ts';
import { wake } from '../../lifecycle/start.ts';
import { bringDown, timeoutOf } from '../../lifecycle/stop.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import type { Container } from '../../streams/container/container.ts';
import { cannotRestart, markedForRemoval } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type RestartContainer = {
  readonly issuer: 'client';
  readonly type: 'RestartContainer';
  readonly container: string;
  readonly timeout?: number;
};

/** `docker restart` stops what runs, then starts it; of an auto-removed container nothing is removed in between. */
export const restartContainer = (
  world: World,
  { container: reference, timeout }: RestartContainer,
  context: Context,
): Decision<Event> =>
  onContainer(world, reference, (container) => {
    const story = new Story(world);
    const { now } = context.entropy;
    const { status } = container.state;
    return match(status)
      .returnType<Decision<Event>>()
      .with('running', 'paused', 'restarting', () => {
        const stoppedAt = bringDown(story, container.id, timeoutOf(container, timeout), 'client', now);
        return stoppedAt === undefined
          ? accept(story.events, { blocks: true })
          : startAgain(story, container, reference, stoppedAt, context);
      })
      .with('created', 'exited', () => startAgain(story, container, reference, now, context))
      .with('removing', 'dead', () => reject(cannotRestart(reference, markedForRemoval())))
      .exhaustive();
  });

const startAgain = (
  story: Story,
  { id }: Container,
  reference: string,
  at: Instant,
  context: Context,
): Decision<Event> => {
  const refusal = wake(story, id, 'client', at, context);
  if (refusal) return fail(cannotRestart(reference, refusal), story.events);
  story.tell(ofContainer(id, at, 'ContainerRestarted', {}));
  return accept(story.events);
};
