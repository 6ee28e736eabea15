import type { Context } from '../commands/context.ts';
import type { Event } from '../event.ts';
import type { ContainerId, Instant } from '../kernel/brand.ts';
import type { Entropy } from '../kernel/entropy.ts';
import { exitCodeOf, type ProcessEnding } from '../processes/ending.ts';
import type { Container } from '../streams/container/container.ts';
import type { World } from '../world.ts';
import { letGo } from './after-endings.ts';
import { autoRemove, discard } from './removal.ts';
import { startsWithDaemon } from './restart-policy.ts';
import type { Sender } from './signal-main.ts';
import { wake } from './start.ts';
import { askToStop, forceDown, hasProcess, killNow, timeoutOf } from './stop.ts';
import { ofContainer, Story } from './story.ts';
import { takeVolumes } from './volumes-of.ts';

/** A daemon that shuts down stops every living container first, all at once. That does not count as a manual stop. */
export const stopForShutdown = (world: World, { now }: Entropy): readonly Event[] => {
  const story = new Story(world);
  const living = inOrder(world).filter((it) => hasProcess(it) || it.state.status === 'restarting');
  bringAllDown(story, living, 'shutdown', now);
  return story.events;
};

/**
 * A daemon that comes up looks after what it left behind. Without live-restore it stops the processes that survived,
 * and that counts as a manual stop; then it starts what the policies want, and finishes removals.
 */
export const afterDaemonStart = (world: World, ended: readonly ProcessEnding[], context: Context): readonly Event[] => {
  const { now } = context.entropy;
  const story = new Story(world);
  story.hasNetworks = false;
  for (const ending of ended) if (ending.kind === 'main') tellUnheard(story, ending, now);
  for (const container of inOrder(story.world)) if (hasProcess(container)) tellLost(story, container, now);
  const survivors = inOrder(story.world).filter(hasProcess);
  let at = now;
  if (world.host.liveRestore) killAutoRemoved(story, survivors, now);
  else at = bringAllDown(story, survivors, 'client', now);
  story.hasNetworks = true;
  for (const { id } of inOrder(story.world)) settle(story, id, at, context);
  return story.events;
};

/** Those that answer the stop signal go first, the others when their time is up. Gives the moment when all is quiet. */
const bringAllDown = (story: Story, all: readonly Container[], by: Sender, at: Instant): Instant => {
  const stubborn: (readonly [ContainerId, number])[] = [];
  for (const container of all) {
    // `stop -t -1` aside, a daemon does not wait for ever.
    const timeout = Math.max(0, timeoutOf(container, undefined));
    if (askToStop(story, container.id, timeout, by, at)) autoRemove(story, container.id, at);
    else stubborn.push([container.id, timeout]);
  }
  let last = at;
  for (const [id, timeout] of stubborn.sort(([, a], [, b]) => a - b)) {
    last = forceDown(story, id, timeout, by, at);
    autoRemove(story, id, last);
  }
  return last;
};

/**
 * Main ended while no daemon ran: code and time are recovered, but Docker never tells of a die (measured). Without a shim
 * nobody can tell the code: main lived on, is killed by the clean-up now, and counts as lost (measured: 255, at this time).
 */
const tellUnheard = (story: Story, ending: ProcessEnding, now: Instant): void => {
  const container = story.world.containers.get(ending.container);
  if (!container || !('pid' in container.state) || container.state.pid !== ending.pid) return;
  if (ending.shimLost) tellDead(story, container, 255, now, now);
  else tellDead(story, container, exitCodeOf(ending.ending), ending.at, now);
};

/** Main ended and its shim was killed after it, all while no daemon ran: nobody is left who knows the code (measured: 255). */
const tellLost = (story: Story, container: Container, now: Instant): void => {
  const main = 'pid' in container.state ? story.world.host.processes.get(container.state.pid) : undefined;
  if (main?.cgroup !== container.id || main.state === 'zombie') tellDead(story, container, 255, now, now);
};

const tellDead = (story: Story, container: Container, exitCode: number, at: Instant, now: Instant): void => {
  const next = { status: 'exited', error: '' } as const;
  story.tell(ofContainer(container.id, at, 'ContainerDied', { exitCode, reported: exitCode, next, unheard: true }));
  letGo(story, container, now);
};

/** Measured: even with live-restore an auto-removed container does not survive its daemon. */
const killAutoRemoved = (story: Story, survivors: readonly Container[], at: Instant): void => {
  for (const { id, hostConfig } of survivors) if (hostConfig.AutoRemove) killNow(story, id, at);
};

const settle = (story: Story, id: ContainerId, at: Instant, context: Context): void => {
  const found = story.world.containers.get(id);
  // Whatever is missing is only written into the daemon's own log.
  if (found) takeVolumes(story, found, at);
  const container = story.world.containers.get(id);
  if (!container || hasProcess(container)) return;
  const { status } = container.state;
  if (status === 'removing') story.tell(ofContainer(id, at, 'RemovalFailed', { error: '' }));
  else if (container.hostConfig.AutoRemove) discard(story, id, at, true);
  else if (startsWithDaemon(container)) wake(story, id, 'daemon', at, context);
};

const inOrder = ({ containers }: World): readonly Container[] =>
  [...containers.values()].sort((a, b) =>
    a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1,
  );
