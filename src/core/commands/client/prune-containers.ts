import type { Event } from '../../event.ts';
import type { ContainerId } from '../../kernel/brand.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import { discard } from '../../lifecycle/removal.ts';
import { Story } from '../../lifecycle/story.ts';
import { sizeOfTree } from '../../overlay/index.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

export type PruneContainers = { readonly issuer: 'client'; readonly type: 'PruneContainers' };

export type PruneAnswer = { readonly deleted: readonly ContainerId[]; readonly reclaimed: number };

/** `docker container prune` removes what was created only and what has ended; anonymous volumes stay. */
export const pruneContainers = (
  world: World,
  _: PruneContainers,
  { entropy: { now } }: Context,
): Decision<Event, PruneAnswer> => {
  const story = new Story(world);
  const deleted: ContainerId[] = [];
  let reclaimed = 0;
  const ended = [...world.containers.values()].filter(
    ({ state }) => state.status === 'created' || state.status === 'exited',
  );
  for (const { id } of ended.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))) {
    const layer = world.writeLayers.get(id);
    if (discard(story, id, now, false)) continue;
    deleted.push(id);
    if (layer) reclaimed += sizeOfTree(layer.upper);
  }
  story.tell({ stream: 'distribution', id: 'distribution', type: 'ContainersPruned', at: now, reclaimed });
  return accept(story.events, { deleted, reclaimed });
};
