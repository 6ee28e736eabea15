import type { Event } from '../../event.ts';
import type { Instant } from '../../kernel/brand.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { never } from '../../kernel/impossible.ts';
import { autoRemove } from '../../lifecycle/removal.ts';
import { bringDown, timeoutOf } from '../../lifecycle/stop.ts';
import { Story } from '../../lifecycle/story.ts';
import type { Container } from '../../streams/container/container.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { type Changed, changed, onContainer, unchanged } from './target.ts';

export type StopContainer = {
  readonly issuer: 'client';
  readonly type: 'StopContainer';
  readonly container: string;
  /** Seconds until KILL; negative waits for ever. */
  readonly timeout?: number;
};

/** `blocks`: main never ended, and the client still waits. */
export type StopAnswer = Changed & { readonly blocks?: true };

/** `docker stop` sends the stop signal and, after the timeout, KILL. Stopping what does not run changes nothing. */
export const stopContainer = (
  world: World,
  { container: reference, timeout }: StopContainer,
  { entropy: { now } }: Context,
): Decision<Event, StopAnswer> =>
  onContainer(world, reference, (container) => {
    const { status } = container.state;
    switch (status) {
      case 'running':
      case 'paused':
      case 'restarting':
        return stop(world, container, timeoutOf(container, timeout), now);
      case 'created':
      case 'exited':
      case 'removing':
      case 'dead':
        return accept([], unchanged);
      default:
        return never(status);
    }
  });

const stop = (world: World, { id }: Container, timeout: number, now: Instant): Decision<Event, StopAnswer> => {
  const story = new Story(world);
  const stoppedAt = bringDown(story, id, timeout, 'client', now);
  if (stoppedAt === undefined) return accept(story.events, { ...changed, blocks: true });
  autoRemove(story, id, stoppedAt);
  return accept(story.events, changed);
};
