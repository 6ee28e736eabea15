import { emptyWorld, indexesOf, PersistentMap, stateOf, type World, worldFrom } from '../../src/index.ts';

/**
 * The world that a snapshot gives: every aggregate written as text and read again, so that nothing is shared with the
 * live world. Aggregates never change, so the copy of one is good for as long as that very object lives.
 */
export const copyThroughText = (world: Omit<World, 'indexes'>): World => {
  const missing = { ...emptyWorld, host: world.host, distribution: world.distribution };
  const read = worldFrom(
    stateOf({
      ...missing,
      layers: unread(world.layers),
      images: unread(world.images),
      references: unread(world.references),
      containers: unread(world.containers),
      writeLayers: unread(world.writeLayers),
      volumes: unread(world.volumes),
    }),
  );
  const aggregates = {
    layers: joined(world.layers, read.layers),
    images: joined(world.images, read.images),
    references: joined(world.references, read.references),
    containers: joined(world.containers, read.containers),
    writeLayers: joined(world.writeLayers, read.writeLayers),
    volumes: joined(world.volumes, read.volumes),
    host: read.host,
    distribution: read.distribution,
  };
  return { ...aggregates, indexes: indexesOf(aggregates) };
};

const copies = new WeakMap<object, object>();

/** Those of which there is no copy yet. */
const unread = <K, V extends object>(live: PersistentMap<K, V>): PersistentMap<K, V> =>
  PersistentMap.of([...live].filter(([, aggregate]) => !copies.has(aggregate)));

const joined = <K, V extends object>(live: PersistentMap<K, V>, read: PersistentMap<K, V>): PersistentMap<K, V> => {
  const all: [K, V][] = [];
  for (const [key, aggregate] of live) {
    const copy = (copies.get(aggregate) as V | undefined) ?? read.get(key);
    if (copy === undefined) continue;
    copies.set(aggregate, copy);
    all.push([key, copy]);
  }
  return PersistentMap.of(all);
};
