import type { Context } from '../commands/context.ts';
import type { Event } from '../event.ts';
import type { Container } from '../streams/container/container.ts';
import type { World } from '../world.ts';
import { wake } from './start.ts';
import { Story } from './story.ts';

/** The restart manager's timers that are due by now, the earliest first. While no daemon runs there are no timers. */
export const fireRestarts = (world: World, context: Context): readonly Event[] => {
  const { now } = context.entropy;
  if (world.host.daemon !== 'running') return [];
  const story = new Story(world);
  for (const { id } of pendingRestarts(world)
    .filter(([dueAt]) => dueAt <= now)
    .map(([, container]) => container))
    wake(story, id, 'policy', now, context);
  return story.events;
};

/** Restarts that wait for their moment, the next one first. */
export const pendingRestarts = ({ containers }: World): readonly (readonly [dueAt: string, Container])[] => {
  const pending: [string, Container][] = [];
  for (const container of containers.values())
    if (container.state.status === 'restarting') pending.push([container.state.dueAt, container]);
  return pending.sort(([a, one], [b, other]) => (a === b ? (one.id < other.id ? -1 : 1) : a < b ? -1 : 1));
};
