import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, fail, reject } from '../../kernel/decision.ts';
import { discard } from '../../lifecycle/removal.ts';
import { killNow } from '../../lifecycle/stop.ts';
import { Story } from '../../lifecycle/story.ts';
import type { Container } from '../../streams/container/container.ts';
import {
  defaultLinkName,
  removalInProgress,
  removePaused,
  removeRestarting,
  removeRunning,
} from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type RemoveContainer = {
  readonly issuer: 'client';
  readonly type: 'RemoveContainer';
  readonly container: string;
  /** Kills it first if need be. */
  readonly force?: boolean;
  /** Its anonymous volumes go too. */
  readonly volumes?: boolean;
  /** Removes a link of the old kind instead of the container. */
  readonly link?: boolean;
};

/** `docker rm` removes a container that is not alive, or with force any. Named volumes always stay. */
export const removeContainer = (world: World, command: RemoveContainer, context: Context): Decision<Event> =>
  onContainer(world, command.container, (container) => {
    const { id, state } = container;
    if (state.status === 'removing') return reject(removalInProgress(command.container));
    if (command.link) return reject(defaultLinkName());
    if (command.force) return remove(world, container, command, context);
    return match(state.status)
      .returnType<Decision<Event>>()
      .with('created', 'exited', 'dead', () => remove(world, container, command, context))
      .with('running', () => reject(removeRunning(id)))
      .with('paused', () => reject(removePaused(id)))
      .with('restarting', () => reject(removeRestarting(id)))
      .exhaustive();
  });

const remove = (
  world: World,
  { id, state }: Container,
  { volumes }: RemoveContainer,
  { entropy: { now } }: Context,
): Decision<Event> => {
  const story = new Story(world);
  if (state.status === 'running' || state.status === 'paused') killNow(story, id, now);
  const refusal = discard(story, id, now, volumes === true);
  return refusal ? fail(refusal, story.events) : accept(story.events);
};
