import type { Event } from '../event.ts';
import type { ContainerId, Instant } from '../kernel/brand.ts';
import { exitCodeOf, type ProcessEnding } from '../processes/ending.ts';
import type { Container } from '../streams/container/container.ts';
import type { World } from '../world.ts';
import { disconnect } from './network.ts';
import { autoRemove } from './removal.ts';
import { nextAfter } from './restart-policy.ts';
import { ofContainer, Story } from './story.ts';
import { unmountVolumes } from './volumes-of.ts';

/**
 * What follows for containers when processes have ended; `world` has the host's events applied already. The endings
 * carry their own moments; `at` is when the engine hears of them at the earliest.
 */
export const afterEndings = (world: World, endings: readonly ProcessEnding[], at: Instant): readonly Event[] => {
  const story = new Story(world);
  for (const id of tellEndings(story, endings, at)) autoRemove(story, id, at);
  return story.events;
};

/** The same inside a longer story, without auto-remove: a stop is told before it. Gives the containers that died. */
export const tellEndings = (story: Story, endings: readonly ProcessEnding[], at: Instant): readonly ContainerId[] => {
  const died: ContainerId[] = [];
  for (const it of endings) {
    const container = story.world.containers.get(it.container);
    // While no daemon runs nobody hears of it; the next daemon finds out (see daemon.ts).
    if (!container || story.world.host.daemon !== 'running') continue;
    const when = it.at > at ? it.at : at;
    if (it.kind === 'exec') tellExecDied(story, container, it, when);
    else if (tellDied(story, container, it, when)) died.push(it.container);
  }
  return died;
};

type ExecEnding = Extract<ProcessEnding, { readonly kind: 'exec' }>;

const tellExecDied = (story: Story, { id, execs }: Container, it: ExecEnding, at: Instant): void => {
  if (it.shimLost || execs.get(it.exec)?.state.status !== 'running') return;
  const exitCode = exitCodeOf(it.ending);
  const reported = it.forgotten ? 127 : exitCode;
  story.tell(ofContainer(id, at, 'ExecDied', { exec: it.exec, exitCode, reported }));
};

const tellDied = (
  story: Story,
  container: Container,
  { ending, shimLost, pid }: Extract<ProcessEnding, { readonly kind: 'main' }>,
  at: Instant,
): boolean => {
  const { state } = container;
  if ((state.status !== 'running' && state.status !== 'paused') || state.pid !== pid) return false;
  const exitCode = exitCodeOf(ending);
  endRun(story, container, exitCode, shimLost ? 255 : exitCode, at);
  return true;
};

/** The die event comes first, then network, volumes and the root file system (measured, docs/facts.md). */
export const endRun = (story: Story, container: Container, exitCode: number, reported: number, at: Instant): void => {
  const { id } = container;
  const next = nextAfter(container, exitCode, at);
  story.tell(ofContainer(id, at, 'ContainerDied', { exitCode, reported, next }));
  disconnect(story, id, at);
  letGo(story, container, at);
};

/** What a run held besides its network. */
export const letGo = (story: Story, { id, execs, health }: Container, at: Instant): void => {
  unmountVolumes(story, id, at);
  if (story.world.writeLayers.get(id)?.mounted) story.tell({ stream: 'write-layer', id, type: 'MergedUnmounted', at });
  // Measured: execs that were never started vanish; a health check counts as failing while nothing runs.
  for (const [exec, { state }] of execs)
    if (state.status === 'created') story.tell(ofContainer(id, at, 'ExecForgotten', { exec }));
  if (health !== undefined && health !== 'unhealthy')
    story.tell(ofContainer(id, at, 'ContainerHealthChanged', { health: 'unhealthy' }));
};
