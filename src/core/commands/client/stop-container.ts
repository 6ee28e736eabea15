import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { autoRemove } from '../../lifecycle/removal.ts';
import { bringDown, timeoutOf } from '../../lifecycle/stop.ts';
import { Story } from '../../lifecycle/story.ts';
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
    return match(status)
      .returnType<Decision<Event, StopAnswer>>()
      .with('running', 'paused', 'restarting', () => {
        const story = new Story(world);
        const stoppedAt = bringDown(story, container.id, timeoutOf(container, timeout), 'client', now);
        if (stoppedAt === undefined) return accept(story.events, { ...changed, blocks: true });
        autoRemove(story, container.id, stoppedAt);
        return accept(story.events, changed);
      })
      .with('created', 'exited', 'removing', 'dead', () => accept([], unchanged))
      .exhaustive();
  });
