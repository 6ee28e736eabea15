import type { Event } from './event.ts';
import {
  type Indexes,
  indexContainer,
  indexExec,
  indexImage,
  indexLayer,
  indexReference,
  indexWriteLayer,
  noIndexes,
} from './indexes.ts';
import type { ChainId, ContainerId, ImageId, Reference, VolumeName } from './kernel/brand.ts';
import { never } from './kernel/impossible.ts';
import { PersistentMap } from './kernel/persistent-map.ts';
import type { Container } from './streams/container/container.ts';
import { evolveContainer } from './streams/container/evolve.ts';
import { type Distribution, evolveDistribution, noDistribution } from './streams/distribution/distribution.ts';
import { bareHost, evolveHost } from './streams/host/evolve.ts';
import type { Host } from './streams/host/host.ts';
import { evolveImage } from './streams/image/evolve.ts';
import type { Image } from './streams/image/image.ts';
import { evolveLayer } from './streams/layer/evolve.ts';
import type { Layer } from './streams/layer/layer.ts';
import { evolveReference, type Tag } from './streams/reference/reference.ts';
import { evolveVolume, type Volume } from './streams/volume/volume.ts';
import { evolveWriteLayer, type WriteLayer } from './streams/write-layer/write-layer.ts';

/** All aggregates together, and the indexes that are computed from them. */
export type World = {
  readonly layers: PersistentMap<ChainId, Layer>;
  readonly images: PersistentMap<ImageId, Image>;
  readonly references: PersistentMap<Reference, Tag>;
  readonly containers: PersistentMap<ContainerId, Container>;
  readonly writeLayers: PersistentMap<ContainerId, WriteLayer>;
  readonly volumes: PersistentMap<VolumeName, Volume>;
  readonly host: Host;
  readonly distribution: Distribution;
  readonly indexes: Indexes;
};

export const emptyWorld: World = {
  layers: PersistentMap.empty(),
  images: PersistentMap.empty(),
  references: PersistentMap.empty(),
  containers: PersistentMap.empty(),
  writeLayers: PersistentMap.empty(),
  volumes: PersistentMap.empty(),
  host: bareHost,
  distribution: noDistribution,
  indexes: noIndexes,
};

/** Folds one event into the world: rewrites one aggregate, and the index entries that follow from it. */
export const evolve = (world: World, event: Event): World => {
  switch (event.stream) {
    case 'container': {
      const before = world.containers.get(event.id);
      const after = evolveContainer(before, event);
      if (before === after) return world;
      return {
        ...world,
        containers: put(world.containers, event.id, after),
        indexes: indexExec(indexContainer(world.indexes, before, after), event, before),
      };
    }
    case 'host':
      return { ...world, host: evolveHost(world.host, event) };
    case 'write-layer': {
      const before = world.writeLayers.get(event.id);
      const after = evolveWriteLayer(before, event);
      return {
        ...world,
        writeLayers: put(world.writeLayers, event.id, after),
        indexes: indexWriteLayer(world.indexes, before, after),
      };
    }
    case 'layer': {
      const before = world.layers.get(event.id);
      const after = evolveLayer(before, event);
      return {
        ...world,
        layers: put(world.layers, event.id, after),
        indexes: indexLayer(world.indexes, before, after),
      };
    }
    case 'image': {
      const before = world.images.get(event.id);
      const after = evolveImage(before, event);
      return {
        ...world,
        images: put(world.images, event.id, after),
        indexes: indexImage(world.indexes, before, after),
      };
    }
    case 'reference': {
      const before = world.references.get(event.id);
      const after = evolveReference(before, event);
      return {
        ...world,
        references: put(world.references, event.id, after),
        indexes: indexReference(world.indexes, before, after),
      };
    }
    case 'volume':
      return { ...world, volumes: put(world.volumes, event.id, evolveVolume(world.volumes.get(event.id), event)) };
    case 'distribution':
      return { ...world, distribution: evolveDistribution(world.distribution, event) };
    default:
      return never(event);
  }
};

export const evolveAll = (world: World, events: readonly Event[]): World =>
  latest.events === events && latest.before === world && latest.length === events.length
    ? latest.after
    : events.reduce(evolve, world);

/**
 * A decision folds its own events while it makes them. What came out is remembered with the list of events, the latest
 * one only: whoever folds that very list into the same world at once need not do it again, and only the clock can tell.
 */
type Tale = {
  readonly before: World;
  readonly events: readonly Event[];
  readonly length: number;
  readonly after: World;
};

let latest: Tale = { before: emptyWorld, events: [], length: 0, after: emptyWorld };

export const remember = (before: World, events: readonly Event[], after: World): readonly Event[] => {
  latest = { before, events, length: events.length, after };
  return events;
};

const put = <K, V>(map: PersistentMap<K, V>, key: K, value: V | undefined): PersistentMap<K, V> =>
  value === undefined ? map.delete(key) : map.set(key, value);
