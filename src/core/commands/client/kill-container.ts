import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { findContainer, isRejection } from '../../lifecycle/find-container.ts';
import { autoRemove } from '../../lifecycle/removal.ts';
import { signalMain } from '../../lifecycle/signal-main.ts';
import { isSupportedSignal, parseSignal, SIGKILL } from '../../lifecycle/signal-names.ts';
import { Story } from '../../lifecycle/story.ts';
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
  return match(status)
    .returnType<Decision<Event>>()
    .with('running', 'paused', 'restarting', () => {
      const story = new Story(world);
      for (const died of signalMain(story, container.id, signal, 'client', now)) autoRemove(story, died, now);
      return accept(story.events);
    })
    .with('created', 'exited', 'removing', 'dead', () => reject(cannotKill(reference, notRunning(container.id))))
    .exhaustive();
};
