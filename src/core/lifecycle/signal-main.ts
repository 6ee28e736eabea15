import type { ContainerId, Instant } from '../kernel/brand.ts';
import { thaw } from '../processes/freeze.ts';
import { deliverSignal } from '../processes/signal.ts';
import type { Story as HostStory } from '../processes/story.ts';
import type { Container } from '../streams/container/container.ts';
import { tellEndings } from './after-endings.ts';
import { parseSignal, SIGKILL, SIGTERM } from './signal-names.ts';
import { ofContainer, type Story } from './story.ts';

/** A daemon that shuts down does not count as somebody who stopped the container. */
export type Sender = 'client' | 'shutdown';

export const stopSignalOf = ({ config }: Container): number => parseSignal(config.StopSignal ?? '') ?? SIGTERM;

/**
 * Whether a signal means "stay down": KILL always; with a StopSignal in the config only that one; without, any signal at
 * all, even one that the process survives (measured, docs/facts.md).
 */
const meansStop = (container: Container, signal: number): boolean =>
  !container.config.StopSignal || signal === SIGKILL || signal === stopSignalOf(container);

/** The engine sends a signal to main. Gives the containers that died of it. */
export const signalMain = (
  story: Story,
  id: ContainerId,
  signal: number,
  by: Sender,
  at: Instant,
): readonly ContainerId[] => {
  const container = story.container(id);
  const cancelsRestart = meansStop(container, signal);
  const { state } = container;
  if (state.status === 'restarting' && cancelsRestart) {
    story.tell(ofContainer(id, at, 'RestartCancelled', {}));
    return [];
  }
  story.tell(ofContainer(id, at, 'ContainerSignalled', { signal, marksStopped: by === 'client', cancelsRestart }));
  if (state.status !== 'running' && state.status !== 'paused') return [];
  const died = follow(story, deliverSignal(story.world.host, state.pid, signal, 'outside', at), at);
  // Measured: a paused container is resumed so that the signal arrives; of a KILL Docker tells no unpause.
  if (state.status === 'running' || !cancelsRestart) return died;
  const thawed = thaw(story.world.host, id, at);
  story.hostBecame(thawed.host, thawed.events);
  if (signal !== SIGKILL) story.tell(ofContainer(id, at, 'ContainerUnpaused', {}));
  return [...died, ...tellEndings(story, thawed.ended, at)];
};

/** The host's part of a story, and what containers make of it. */
export const follow = (story: Story, told: HostStory, at: Instant): readonly ContainerId[] => {
  story.hostBecame(told.host, told.events);
  return tellEndings(story, told.ended, at);
};
