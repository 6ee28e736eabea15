import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import { isTop, topOf } from '../../processes/ps.ts';
import { isRestarting, notRunning } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type TopContainer = {
  readonly issuer: 'client';
  readonly type: 'TopContainer';
  readonly container: string;
  readonly psArgs?: string;
};

/** `docker top` lists the processes of a living container, a paused one too. */
export const topContainer = (
  world: World,
  { container: reference, psArgs = '' }: TopContainer,
  { entropy: { now } }: Context,
): Decision<Event> =>
  onContainer(world, reference, ({ id, state }) =>
    match(state.status)
      .returnType<Decision<Event>>()
      .with('running', 'paused', () => {
        const answer = topOf(world.host, id, psArgs, '');
        // What ps refuses is refused, and Docker tells no event of it (measured, docs/facts.md).
        return isTop(answer) ? accept([ofContainer(id, now, 'ContainerObserved', { action: 'top' })]) : reject(answer);
      })
      .with('restarting', () => reject(isRestarting(id)))
      .with('created', 'exited', 'removing', 'dead', () => reject(notRunning(id)))
      .exhaustive(),
  );
