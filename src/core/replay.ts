import type { Event } from './event.ts';
import { never } from './kernel/impossible.ts';
import type { PersistentMap } from './kernel/persistent-map.ts';
import { indexesOf } from './recompute-indexes.ts';
import { evolveContainer } from './streams/container/evolve.ts';
import { evolveDistribution } from './streams/distribution/distribution.ts';
import { evolveHost } from './streams/host/evolve.ts';
import { evolveImage } from './streams/image/evolve.ts';
import { evolveLayer } from './streams/layer/evolve.ts';
import { evolveReference } from './streams/reference/reference.ts';
import { evolveVolume } from './streams/volume/volume.ts';
import { evolveWriteLayer } from './streams/write-layer/write-layer.ts';
import { emptyWorld, evolve, type World } from './world.ts';

/** Folds a whole history one event at a time: the world as it was after each is on the way. */
export const replay = (events: Iterable<Event>, from: World = emptyWorld): World => {
  let world = from;
  for (const event of events) world = evolve(world, event);
  return world;
};

/**
 * The same world, several times faster: each aggregate is folded by itself in a plain map, since streams do not touch
 * each other (law E6), and the indexes are computed once at the end.
 */
export const replayGrouped = (events: Iterable<Event>, from: World = emptyWorld): World => {
  const layers = new Changes(from.layers);
  const images = new Changes(from.images);
  const references = new Changes(from.references);
  const containers = new Changes(from.containers);
  const writeLayers = new Changes(from.writeLayers);
  const volumes = new Changes(from.volumes);
  let { host, distribution } = from;
  for (const event of events) {
    switch (event.stream) {
      case 'container':
        containers.set(event.id, evolveContainer(containers.get(event.id), event));
        break;
      case 'host':
        host = evolveHost(host, event);
        break;
      case 'write-layer':
        writeLayers.set(event.id, evolveWriteLayer(writeLayers.get(event.id), event));
        break;
      case 'layer':
        layers.set(event.id, evolveLayer(layers.get(event.id), event));
        break;
      case 'image':
        images.set(event.id, evolveImage(images.get(event.id), event));
        break;
      case 'reference':
        references.set(event.id, evolveReference(references.get(event.id), event));
        break;
      case 'volume':
        volumes.set(event.id, evolveVolume(volumes.get(event.id), event));
        break;
      case 'distribution':
        distribution = evolveDistribution(distribution, event);
        break;
      default:
        never(event);
    }
  }
  const aggregates = {
    layers: layers.done(),
    images: images.done(),
    references: references.done(),
    containers: containers.done(),
    writeLayers: writeLayers.done(),
    volumes: volumes.done(),
    host,
    distribution,
  };
  return { ...aggregates, indexes: indexesOf(aggregates) };
};

/** What a replay has changed in one map of aggregates so far. */
class Changes<K, V> {
  private readonly before: PersistentMap<K, V>;
  private readonly changed = new Map<K, V | undefined>();

  constructor(before: PersistentMap<K, V>) {
    this.before = before;
  }

  get(key: K): V | undefined {
    const now = this.changed.get(key);
    return now !== undefined || this.changed.has(key) ? now : this.before.get(key);
  }

  set(key: K, value: V | undefined): void {
    this.changed.set(key, value);
  }

  done(): PersistentMap<K, V> {
    return this.before.setAll(this.changed);
  }
}
