import type { Event } from '../../event.ts';
import type { Instant } from '../../kernel/brand.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { never } from '../../kernel/impossible.ts';
import { findContainer, isRejection } from '../../lifecycle/find-container.ts';
import { autoRemove } from '../../lifecycle/removal.ts';
import { signalMain } from '../../lifecycle/signal-main.ts';
import { isSupportedSignal, parseSignal, SIGKILL } from '../../lifecycle/signal-names.ts';
import { Story } from '../../lifecycle/story.ts';
import type { Container } from '../../streams/container/container.ts';
import { cannotKill, invalidSignal, notRunning, unsupportedSignal } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

export type KillContainer = {
  readonly issuer: 'client';
  readonly type: 'KillContainer';
  readonly container: string;
  /** A name in any case, with or without SIG, or a number; KILL when absent. */
  readonly signal?: string;
};

/**
 * `docker kill` sends a signal to main. A name that is no signal is noticed before the container is looked up, a number
 * that Linux does not have after that, and only then whether it runs.
 */
export const killContainer = (
  world: World,
  { container: reference, signal: name }: KillContainer,
  { entropy: { now } }: Context,
): Decision<Event> => {
  const signal = name === undefined || name === '' ? SIGKILL : parseSignal(name);
  if (signal === undefined) return reject(invalidSignal(name ?? ''));
  const container = findContainer(world, reference);
  if (isRejection(container)) return reject(cannotKill(reference, container));
  if (!isSupportedSignal(signal)) return reject(cannotKill(reference, unsupportedSignal(signal)));
  const { status } = container.state;
  switch (status) {
    case 'running':
    case 'paused':
    case 'restarting':
      return send(world, container, signal, now);
    case 'created':
    case 'exited':
    case 'removing':
    case 'dead':
      return reject(cannotKill(reference, notRunning(container.id)));
    default:
      return never(status);
  }
};

const send = (world: World, { id }: Container, signal: number, now: Instant): Decision<Event> => {
  const story = new Story(world);
  for (const died of signalMain(story, id, signal, 'client', now)) autoRemove(story, died, now);
  return accept(story.events);
};
