import type { Event } from './event.ts';
import type { ChainId, ContainerId, ImageId, Reference, VolumeName } from './kernel/brand.ts';
import { Impossible, never } from './kernel/impossible.ts';
import type { PersistentMap } from './kernel/persistent-map.ts';
import { indexesOf } from './recompute-indexes.ts';
import type { Container } from './streams/container/container.ts';
import type { ContainerEvent } from './streams/container/events.ts';
import { evolveContainer } from './streams/container/evolve.ts';
import { type Distribution, evolveDistribution } from './streams/distribution/distribution.ts';
import { evolveHost, immutableHost, mutableHost } from './streams/host/evolve.ts';
import type { Host } from './streams/host/host.ts';
import { evolveImage } from './streams/image/evolve.ts';
import type { Image, ImageEvent } from './streams/image/image.ts';
import { evolveLayer } from './streams/layer/evolve.ts';
import type { Layer, LayerEvent } from './streams/layer/layer.ts';
import { evolveReference, type ReferenceEvent, type Tag } from './streams/reference/reference.ts';
import { evolveVolume, type Volume, type VolumeEvent } from './streams/volume/volume.ts';
import { foldWriteLayer, type WriteLayer, type WriteLayerEvent } from './streams/write-layer/write-layer.ts';
import { emptyWorld, evolve, type World } from './world.ts';

/** Folds a whole history one event at a time: the world as it was after each is on the way. */
export const replay = (events: Iterable<Event>, from: World = emptyWorld): World => {
  let world = from;
  for (const event of events) world = evolve(world, event);
  return world;
};

/**
 * The same world, several times faster, for who looks at the last one only: each aggregate is folded by itself, since
 * streams do not touch each other (law E6), in maps that change in place, and the indexes are computed once at the end.
 */
export const replayGrouped = (events: Iterable<Event>, from: World = emptyWorld): World => {
  const replay = new GroupedReplay(from);
  for (const batch of batchesOf(events, batchSize)) replay.add(batch);
  return replay.world();
};

/** A list of them, or as they come. */
export function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  if (Array.isArray(items)) {
    for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
    return;
  }
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** More events at once are grouped better, and are held for longer. */
export const batchSize = 20_000;

/** An event that does not fit what came before it; `at` is its place in its batch. */
export class Misfit extends Impossible {
  readonly at: number;

  constructor({ message }: Impossible, at: number) {
    super(message);
    this.at = at;
  }
}

/** Grouped replay, batch by batch. What it holds on the way nobody sees. */
export class GroupedReplay {
  private readonly layers: Streams<ChainId, Layer, LayerEvent>;
  private readonly images: Streams<ImageId, Image, ImageEvent>;
  private readonly references: Streams<Reference, Tag, ReferenceEvent>;
  private readonly containers: Streams<ContainerId, Container, ContainerEvent>;
  private readonly writeLayers: Streams<ContainerId, WriteLayer, WriteLayerEvent>;
  private readonly volumes: Streams<VolumeName, Volume, VolumeEvent>;
  private host: Host;
  private distribution: Distribution;

  constructor(from: World = emptyWorld) {
    this.layers = new Streams(from.layers, oneByOne(evolveLayer));
    this.images = new Streams(from.images, oneByOne(evolveImage));
    this.references = new Streams(from.references, oneByOne(evolveReference));
    this.containers = new Streams(from.containers, oneByOne(evolveContainer));
    this.writeLayers = new Streams(from.writeLayers, foldWriteLayer);
    this.volumes = new Streams(from.volumes, oneByOne(evolveVolume));
    this.host = mutableHost(from.host);
    this.distribution = from.distribution;
  }

  /** The next events of the history. After a `Misfit` the replay is of no use any more. */
  add(batch: readonly Event[]): void {
    for (const event of batch) this.sort(event);
    const misfits: (readonly [Event, Impossible])[] = [];
    for (const streams of [this.layers, this.images, this.references, this.containers, this.writeLayers, this.volumes])
      streams.fold((event, error) => misfits.push([event, error]));
    const [first] = misfits
      .map(([event, error]) => new Misfit(error, batch.indexOf(event)))
      .sort((a, b) => a.at - b.at);
    if (first) throw first;
  }

  world(): World {
    const aggregates = {
      layers: this.layers.aggregates.asImmutable(),
      images: this.images.aggregates.asImmutable(),
      references: this.references.aggregates.asImmutable(),
      containers: this.containers.aggregates.asImmutable(),
      writeLayers: this.writeLayers.aggregates.asImmutable(),
      volumes: this.volumes.aggregates.asImmutable(),
      host: immutableHost(this.host),
      distribution: this.distribution,
    };
    return { ...aggregates, indexes: indexesOf(aggregates) };
  }

  private sort(event: Event): void {
    switch (event.stream) {
      case 'container':
        this.containers.take(event);
        break;
      case 'host':
        this.host = evolveHost(this.host, event);
        break;
      case 'write-layer':
        this.writeLayers.take(event);
        break;
      case 'layer':
        this.layers.take(event);
        break;
      case 'image':
        this.images.take(event);
        break;
      case 'reference':
        this.references.take(event);
        break;
      case 'volume':
        this.volumes.take(event);
        break;
      case 'distribution':
        this.distribution = evolveDistribution(this.distribution, event);
        break;
      default:
        never(event);
    }
  }
}

type Fold<V, E> = (before: V | undefined, events: readonly E[]) => V | undefined;

const oneByOne =
  <V, E>(evolve: (before: V | undefined, event: E) => V | undefined): Fold<V, E> =>
  (before, events) => {
    let it = before;
    for (const event of events) it = evolve(it, event);
    return it;
  };

/** All streams of one kind: their aggregates, and the events that wait to be folded into them. */
class Streams<K, V, E extends Event & { readonly id: K }> {
  readonly aggregates: PersistentMap<K, V>;
  private readonly waiting = new Map<K, E[]>();
  private readonly foldAll: Fold<V, E>;

  constructor(before: PersistentMap<K, V>, foldAll: Fold<V, E>) {
    this.aggregates = before.asMutable();
    this.foldAll = foldAll;
  }

  take(event: E): void {
    const waiting = this.waiting.get(event.id);
    if (waiting) waiting.push(event);
    else this.waiting.set(event.id, [event]);
  }

  fold(onMisfit: (event: Event, error: Impossible) => void): void {
    for (const [id, events] of this.waiting) {
      try {
        this.aggregates.rewrite(id, (before) => this.foldAll(before, events));
      } catch (error) {
        onMisfit(...this.misfitOf(id, events, error));
      }
    }
    this.waiting.clear();
  }

  /** The first of a stream's events that can not be folded. */
  private misfitOf(id: K, events: readonly E[], error: unknown): readonly [Event, Impossible] {
    let it = this.aggregates.get(id);
    for (const event of events) {
      try {
        it = this.foldAll(it, [event]);
      } catch (why) {
        if (why instanceof Impossible) return [event, why];
      }
    }
    throw error;
  }
}
