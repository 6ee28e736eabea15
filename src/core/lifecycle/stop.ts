import type { ContainerId, Instant } from '../kernel/brand.ts';
import { later } from '../kernel/instant.ts';
import { thaw } from '../processes/freeze.ts';
import { deliverSignal, endsAtOnce } from '../processes/signal.ts';
import type { Container } from '../streams/container/container.ts';
import { tellEndings } from './after-endings.ts';
import { autoRemove } from './removal.ts';
import { follow, type Sender, signalMain, stopSignalOf } from './signal-main.ts';
import { SIGKILL } from './signal-names.ts';
import { ofContainer, type Story } from './story.ts';

export const hasProcess = ({ state }: Container): boolean => state.status === 'running' || state.status === 'paused';

/** Seconds that a stop waits; for ever when negative. */
export const timeoutOf = ({ config }: Pick<Container, 'config'>, asked: number | undefined): number =>
  asked ?? config.StopTimeout ?? 10;

/** When the container stood still; `undefined` when it never will, because the stop waits for ever. */
export type StoppedAt = Instant | undefined;

/**
 * The stop signal, then KILL after the timeout. `stop` is told last, and even where no process was there to stop: a
 * restarting container only loses its pending restart.
 */
export const bringDown = (story: Story, id: ContainerId, timeout: number, by: Sender, at: Instant): StoppedAt => {
  if (askToStop(story, id, timeout, by, at)) return at;
  return timeout < 0 ? undefined : forceDown(story, id, timeout, by, at);
};

/** First half; true when the container stands still. */
export const askToStop = (story: Story, id: ContainerId, timeout: number, by: Sender, at: Instant): boolean => {
  const container = story.container(id);
  if (hasProcess(container)) {
    if (timeout === 0) return atOnce(story, container, by, at);
    others(story, id, signalMain(story, id, stopSignalOf(container), by, at), at);
    if (hasProcess(story.container(id))) return false;
  }
  tellStopped(story, id, by, at);
  return true;
};

/** Second half: the timeout is over. */
export const forceDown = (story: Story, id: ContainerId, timeout: number, by: Sender, since: Instant): Instant => {
  const at = later(since, timeout * 1000);
  others(story, id, signalMain(story, id, SIGKILL, by, at), at);
  tellStopped(story, id, by, at);
  return at;
};

const tellStopped = (story: Story, id: ContainerId, by: Sender, at: Instant): void =>
  story.tell(ofContainer(id, at, 'ContainerStopped', { marksStopped: by === 'client' }));

/**
 * Without patience both signals are sent before the process can answer the first (measured: 137 five times of eight).
 * A paused one answers the first that waited for it, when it has been resumed.
 */
const atOnce = (story: Story, container: Container, by: Sender, at: Instant): boolean => {
  const { id, state } = container;
  const signal = stopSignalOf(container);
  for (const each of [signal, SIGKILL])
    story.tell(
      ofContainer(id, at, 'ContainerSignalled', {
        signal: each,
        marksStopped: by === 'client',
        cancelsRestart: true,
      }),
    );
  if (state.status === 'paused') {
    const queued = deliverSignal(story.world.host, state.pid, signal, 'outside', at);
    others(story, id, follow(story, queued, at), at);
    const thawed = thaw(story.world.host, id, at);
    story.hostBecame(thawed.host, thawed.events);
    story.tell(ofContainer(id, at, 'ContainerUnpaused', {}));
    others(story, id, tellEndings(story, thawed.ended, at), at);
  }
  const now = story.container(id).state;
  const last = 'pid' in now && endsAtOnce(story.world.host, now.pid, signal) ? signal : SIGKILL;
  if ('pid' in now)
    others(story, id, follow(story, deliverSignal(story.world.host, now.pid, last, 'outside', at), at), at);
  tellStopped(story, id, by, at);
  return true;
};

/** KILL, and what follows. */
export const killNow = (story: Story, id: ContainerId, at: Instant): void =>
  others(story, id, signalMain(story, id, SIGKILL, 'client', at), at);

/** Containers that lived in the namespace of the one that died. */
const others = (story: Story, id: ContainerId, died: readonly ContainerId[], at: Instant): void => {
  for (const other of died) if (other !== id) autoRemove(story, other, at);
};
