import type { ContainerId } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { known } from '../kernel/impossible.ts';
import type { Container } from '../streams/container/container.ts';
import { ambiguousPrefix, noSuchContainer } from '../streams/container/rejections.ts';
import type { World } from '../world.ts';

/**
 * The container that a client means: the full id first, then the exact name with or without slash, then a unique id
 * prefix of any length (measured, docs/facts.md). Ids are lower case and 64 digits, so nothing else is ever a prefix.
 */
export const findContainer = (world: World, reference: string): Container | Rejection => {
  const exact = world.containers.get(reference as ContainerId) ?? named(world, reference);
  if (exact) return exact;
  const ids = idsWithPrefix(world, reference);
  const [only] = ids;
  if (only === undefined) return noSuchContainer(reference);
  return ids.length > 1 ? ambiguousPrefix(reference) : known(world.containers.get(only), `container ${only}`);
};

export const isRejection = (found: object): found is Rejection => 'code' in found;

/** Who holds a name now. */
export const ownerOf = (world: World, name: string): ContainerId | undefined => world.indexes.names.get(name)?.anyKey();

const named = (world: World, reference: string): Container | undefined => {
  const owner = ownerOf(world, reference.startsWith('/') ? reference.slice(1) : reference);
  return owner === undefined ? undefined : world.containers.get(owner);
};

/** At most two of them: more say nothing more. */
const idsWithPrefix = (world: World, prefix: string): readonly ContainerId[] => {
  if (prefix === '' || prefix.length > 64) return [];
  const ids = sortedIds(world);
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (known(ids[middle], 'id') < prefix) low = middle + 1;
    else high = middle;
  }
  return ids.slice(low, low + 2).filter((id) => id.startsWith(prefix));
};

/** The name index changes exactly when a container comes, goes or is renamed, so the sorted ids stay true with it. */
const remembered = new WeakMap<object, readonly ContainerId[]>();

const sortedIds = ({ containers, indexes }: World): readonly ContainerId[] => {
  const before = remembered.get(indexes.names);
  if (before) return before;
  const ids = [...containers.keys()].sort();
  remembered.set(indexes.names, ids);
  return ids;
};
