import type { Event } from '../../event.ts';
import type { ContainerId } from '../../kernel/brand.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { discard } from '../../lifecycle/removal.ts';
import { Story } from '../../lifecycle/story.ts';
import { sizeOfTree } from '../../overlay/index.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { chosenBy, type Filters, unknownFilter } from './prune-filters.ts';

export type PruneContainers = {
  readonly issuer: 'client';
  readonly type: 'PruneContainers';
  readonly filters?: Filters;
};

export type PruneAnswer = { readonly deleted: readonly ContainerId[]; readonly reclaimed: number };

/** `docker container prune` removes what was created only and what has ended; anonymous volumes stay. */
export const pruneContainers = (
  world: World,
  { filters = {} }: PruneContainers,
  { entropy: { now } }: Context,
): Decision<Event, PruneAnswer> => {
  const unknown = unknownFilter(filters, ['label', 'label!', 'until']);
  if (unknown) return reject(unknown);
  const isChosen = chosenBy(filters, now);
  if (typeof isChosen === 'object') return reject(isChosen);
  const story = new Story(world);
  const deleted: ContainerId[] = [];
  let reclaimed = 0;
  const ended = [...world.containers.values()].filter(
    ({ state, config, createdAt }) =>
      (state.status === 'created' || state.status === 'exited') && isChosen(config.Labels, createdAt),
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
