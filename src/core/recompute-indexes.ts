import { type Indexes, topLayerOf } from './indexes.ts';
import type { VolumeName } from './kernel/brand.ts';
import { addTo, type Multimap } from './kernel/multimap.ts';
import { PersistentMap } from './kernel/persistent-map.ts';
import { isInUse } from './streams/container/config.ts';
import type { World } from './world.ts';

/** All indexes from scratch, out of the aggregates alone. A law says that evolve keeps exactly these. */
export const indexesOf = (world: Omit<World, 'indexes'>): Indexes => {
  const containers = [...world.containers.values()];
  const images = [...world.images.values()];
  return {
    names: grouped(containers.map((it) => [it.name, it.id])),
    layerUsers: grouped([
      ...some(images, (it) => [topLayerOf(it), `image/${it.id}`]),
      ...some(world.layers.values(), (it) => [it.parent, `layer/${it.chainId}`]),
      ...some(world.writeLayers.values(), (it) => [it.parent, `container/${it.container}`]),
    ]),
    imageReferences: grouped([...world.references.values()].map((it) => [it.image, it.reference])),
    imageChildren: grouped(some(images, (it) => [it.parent, it.id])),
    imageContainers: grouped(some(containers, (it) => [it.image === '' ? undefined : it.image, it.id])),
    volumeContainers: grouped(
      containers.flatMap((it) =>
        some(it.mounts, (mount) => [isInUse(mount) ? (mount.name as VolumeName | undefined) : undefined, it.id]),
      ),
    ),
    execs: PersistentMap.of(containers.flatMap((it) => [...it.execs.keys()].map((exec) => [exec, it.id] as const))),
  };
};

/** The pairs that have a key. */
const some = <T, K, V>(
  items: Iterable<T>,
  pairOf: (item: T) => readonly [K | undefined, V],
): readonly (readonly [K, V])[] => {
  const pairs: (readonly [K, V])[] = [];
  for (const item of items) {
    const [key, value] = pairOf(item);
    if (key !== undefined) pairs.push([key, value]);
  }
  return pairs;
};

const grouped = <K, V>(pairs: readonly (readonly [K, V])[]): Multimap<K, V> => {
  const groups = PersistentMap.empty<K, PersistentMap<V, true>>().asMutable();
  for (const [key, member] of pairs) addTo(groups, key, member);
  return groups.asImmutable();
};
