import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import { noSuchTask, notRunning } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type ResizeContainer = {
  readonly issuer: 'client';
  readonly type: 'ResizeContainer';
  readonly container: string;
  readonly height: number;
  readonly width: number;
};

/** The client's terminal has a new size, and main shall know. */
export const resizeContainer = (
  world: World,
  { container: reference, height, width }: ResizeContainer,
  { entropy: { now } }: Context,
): Decision<Event> =>
  onContainer(world, reference, ({ id, state }) =>
    match(state.status)
      .returnType<Decision<Event>>()
      .with('running', 'paused', () => {
        const attributes = { height: String(height), width: String(width) };
        return accept([ofContainer(id, now, 'ContainerObserved', { action: 'resize', attributes })]);
      })
      .with('restarting', () => reject(noSuchTask()))
      .with('created', 'exited', 'removing', 'dead', () => reject(notRunning(id)))
      .exhaustive(),
  );
