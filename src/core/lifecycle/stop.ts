import type { ContainerId, Instant } from '../kernel/brand.ts';
import { later } from '../kernel/instant.ts';
import { deliverSignal } from '../processes/signal.ts';
import type { Container } from '../streams/container/container.ts';
import { autoRemove } from './removal.ts';
import { follow, type Sender, signalMain, stopSignalOf } from './signal-main.ts';
import { SIGKILL } from './signal-names.ts';
import { ofContainer, type Story } from './story.ts';

export const hasProcess = ({ state }: Container): boolean => state.status === 'running' || state.status === 'paused';

/** Seconds that a stop waits; for ever when negative. */
export const timeoutOf = ({ config }: Container, asked: number | undefined): number =>
  asked ?? config.StopTimeout ?? 10;

/** When the container stood still; `undefined` when it never will, because the stop waits for ever. */
export type StoppedAt = Instant | undefined;

/**
 * The stop signal, then KILL after the timeout. `stop` is told last, and even where no process was there to stop: a
 * restarting container only loses its pending restart.
 */
export const bringDown = (story: Story, id: ContainerId, timeout: number, by: Sender, at: Instant): StoppedAt => {
  const container = story.container(id);
  const marksStopped = by === 'client';
  if (!hasProcess(container)) {
    story.tell(ofContainer(id, at, 'ContainerStopped', { marksStopped }));
    return at;
  }
  if (timeout === 0) return atOnce(story, container, by, at);
  others(story, id, signalMain(story, id, stopSignalOf(container), by, at), at);
  let stoppedAt = at;
  if (hasProcess(story.container(id))) {
    if (timeout < 0) return undefined;
    stoppedAt = later(at, timeout * 1000);
    others(story, id, signalMain(story, id, SIGKILL, by, stoppedAt), stoppedAt);
  }
  story.tell(ofContainer(id, stoppedAt, 'ContainerStopped', { marksStopped }));
  return stoppedAt;
};

/** Without patience both signals are sent before the process can answer the first (measured: 137 five times of eight). */
const atOnce = (story: Story, container: Container, by: Sender, at: Instant): Instant => {
  const { id } = container;
  const marksStopped = by === 'client';
  const signal = stopSignalOf(container);
  story.tell(ofContainer(id, at, 'ContainerSignalled', { signal, marksStopped, cancelsRestart: true }));
  if (container.state.status === 'paused') {
    signalMain(story, id, SIGKILL, by, at);
  } else {
    story.tell(ofContainer(id, at, 'ContainerSignalled', { signal: SIGKILL, marksStopped, cancelsRestart: true }));
    if ('pid' in container.state)
      follow(story, deliverSignal(story.world.host, container.state.pid, SIGKILL, 'outside', at), at);
  }
  story.tell(ofContainer(id, at, 'ContainerStopped', { marksStopped }));
  return at;
};

/** KILL, and what follows. */
export const killNow = (story: Story, id: ContainerId, at: Instant): void =>
  others(story, id, signalMain(story, id, SIGKILL, 'client', at), at);

/** Containers that lived in the namespace of the one that died. */
const others = (story: Story, id: ContainerId, died: readonly ContainerId[], at: Instant): void => {
  for (const other of died) if (other !== id) autoRemove(story, other, at);
};
