import { type Event, indexesOf, type PersistentMap, type World } from '../../src/index.ts';
import { agree, agreeOn } from './agree.ts';
import { copyThroughText } from './copy-through-text.ts';
import type { Engine, Outset, Step } from './law.ts';

/**
 * A second world that grows beside the live one and is made in every way that must not matter at once: its events are read
 * from text (law E1), now and then it goes on from a snapshot of itself (law E2), and between two snapshots each stream is
 * folded by itself, in a world where nothing else happens (law E6). As long as it is the live one, those laws hold; when it
 * is not, the plain way tells which of them does not.
 */
export class Twin {
  private readonly engine: Engine;
  /** What the latest snapshot gave. */
  private base: World;
  /** Since then: each stream in a world of its own. */
  private alone = new Map<string, World>();
  private count = 0;
  private nextSnapshot = firstSnapshot;
  private latest: Step | undefined;
  private differs = false;
  private whole: { readonly count: number; readonly world: World } | undefined;

  constructor({ start, engine }: Outset) {
    this.base = start;
    this.engine = engine;
  }

  /** Several laws look at the same twin: it takes a step once. */
  take(step: Step): undefined {
    if (step === this.latest || this.differs) return;
    this.latest = step;
    this.count += 1;
    if (step.events.length > 0) this.fold(step);
    if (this.count === this.nextSnapshot) this.goOnFromSnapshot();
  }

  /** The whole of it, with indexes that are computed anew. */
  get world(): World {
    if (this.whole?.count === this.count) return this.whole.world;
    const aggregates = joined(this.base, this.alone);
    const world = { ...aggregates, indexes: indexesOf(aggregates) };
    this.whole = { count: this.count, world };
    return world;
  }

  /** Whether an aggregate of it is another one than in the live world. */
  hasOtherAggregates(end: World): boolean {
    this.differs ||= !agree(aggregatesOf(this.world), aggregatesOf(end));
    return this.differs;
  }

  /** The same, indexes included. */
  isOther(end: World): boolean {
    return this.hasOtherAggregates(end) || !agree(this.world.indexes, end.indexes);
  }

  private fold({ events, after }: Step): void {
    const { alone, engine, base } = this;
    const read = JSON.parse(JSON.stringify(events)) as readonly Event[];
    for (const event of read) {
      const name = streamOf(event);
      alone.set(name, engine.evolve(alone.get(name) ?? base, event));
    }
    for (const event of read) {
      const own = alone.get(streamOf(event));
      if (own && !sameAsIn(after, own, event)) this.differs = true;
    }
  }

  private goOnFromSnapshot(): void {
    this.nextSnapshot *= 8;
    this.base = copyThroughText(joined(this.base, this.alone));
    this.alone = new Map();
  }
}

/** After so many steps, and then after eight times as many. */
const firstSnapshot = 16;

const twins = new WeakMap<Outset, Twin>();

export const twinOf = (outset: Outset): Twin => {
  const before = twins.get(outset);
  if (before) return before;
  const twin = new Twin(outset);
  twins.set(outset, twin);
  return twin;
};

const streamOf = ({ stream, id }: Event): string => (stream === 'host' ? stream : `${stream}/${id}`);

type Aggregates = Omit<World, 'indexes'>;

const aggregatesOf = ({ indexes: _, ...aggregates }: World): Aggregates => aggregates;

/** The aggregate of each stream out of its own world, and the rest as it was. */
const joined = (start: World, alone: ReadonlyMap<string, World>): Aggregates => {
  let { layers, images, references, containers, writeLayers, volumes, host, distribution } = start;
  for (const [name, world] of alone) {
    const slash = name.indexOf('/');
    const id = name.slice(slash + 1) as never;
    switch (slash < 0 ? name : name.slice(0, slash)) {
      case 'layer':
        layers = taken(layers, id, world.layers);
        break;
      case 'image':
        images = taken(images, id, world.images);
        break;
      case 'reference':
        references = taken(references, id, world.references);
        break;
      case 'container':
        containers = taken(containers, id, world.containers);
        break;
      case 'write-layer':
        writeLayers = taken(writeLayers, id, world.writeLayers);
        break;
      case 'volume':
        volumes = taken(volumes, id, world.volumes);
        break;
      case 'host':
        host = world.host;
        break;
      default:
        distribution = world.distribution;
    }
  }
  return { layers, images, references, containers, writeLayers, volumes, host, distribution };
};

const taken = <K, V>(into: PersistentMap<K, V>, id: K, from: PersistentMap<K, V>): PersistentMap<K, V> =>
  into.rewrite(id, () => from.get(id));

/** What an event is about: its aggregate, and of the host the process. */
type About = { readonly stream: Event['stream']; readonly id: string; readonly pid?: unknown };

const sameAsIn = (after: World, other: World, about: About): boolean => {
  const id = about.id as never;
  switch (about.stream) {
    case 'container':
      return agreeOn(other.containers.get(id), after.containers.get(id));
    case 'write-layer':
      return agreeOn(other.writeLayers.get(id), after.writeLayers.get(id));
    case 'layer':
      return agreeOn(other.layers.get(id), after.layers.get(id));
    case 'image':
      return agreeOn(other.images.get(id), after.images.get(id));
    case 'reference':
      return agreeOn(other.references.get(id), after.references.get(id));
    case 'volume':
      return agreeOn(other.volumes.get(id), after.volumes.get(id));
    case 'host':
      return 'pid' in about
        ? agreeOn(other.host.processes.get(about.pid as never), after.host.processes.get(about.pid as never))
        : agreeOn(other.host.cgroups, after.host.cgroups);
    case 'distribution':
      return agreeOn(other.distribution, after.distribution);
  }
};
