import {
  type Event,
  emptyWorld,
  type Indexes,
  indexesOf,
  type Layer,
  type Multimap,
  PersistentMap,
  type Tree,
  type World,
} from '../../src/index.ts';

/**
 * The part of the world that one event touched, with what it stands on, before and after it: small, however large the
 * world is. Laws over a whole history can so be asked after every event of a long log.
 */
export type Part = {
  readonly before: World;
  readonly after: World;
  /** How many files, directories and processes it holds. */
  readonly size: number;
};

export const partAround = (before: World, event: Event, after: World): Part => {
  const chosen = nothing();
  choose(chosen, before, event);
  choose(chosen, after, event);
  const [was, is] = [before, after].map((world) => aggregatesOf(world, chosen));
  if (!was || !is) throw new Error('two worlds have two parts');
  const keys = [indexesOf(was), indexesOf(is)];
  return {
    before: { ...was, indexes: indexesWithin(before.indexes, keys, chosen) },
    after: { ...is, indexes: indexesWithin(after.indexes, keys, chosen) },
    size: Math.max(sizeOf(was), sizeOf(is)),
  };
};

/** The ids of the aggregates of a part. */
type Chosen = {
  readonly layers: Set<string>;
  readonly images: Set<string>;
  readonly references: Set<string>;
  readonly containers: Set<string>;
  readonly writeLayers: Set<string>;
  readonly volumes: Set<string>;
  host: boolean;
  distribution: boolean;
};

const nothing = (): Chosen => ({
  layers: new Set(),
  images: new Set(),
  references: new Set(),
  containers: new Set(),
  writeLayers: new Set(),
  volumes: new Set(),
  host: false,
  distribution: false,
});

/** An aggregate by itself; a layer and a write layer stand on the layers below. */
const choose = (chosen: Chosen, world: World, event: Event): void => {
  switch (event.stream) {
    case 'container':
      chosen.containers.add(event.id);
      return;
    case 'write-layer':
      chosen.writeLayers.add(event.id);
      chooseChain(chosen, world, world.writeLayers.get(event.id)?.parent);
      return;
    case 'layer':
      chosen.layers.add(event.id);
      chooseChain(chosen, world, event.id);
      return;
    case 'image':
      chosen.images.add(event.id);
      return;
    case 'reference':
      chosen.references.add(event.id);
      return;
    case 'volume':
      chosen.volumes.add(event.id);
      return;
    case 'host':
      chosen.host = true;
      return;
    case 'distribution':
      chosen.distribution = true;
      return;
  }
};

const chooseChain = (chosen: Chosen, { layers }: World, top: Layer['parent']): void => {
  for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent))
    chosen.layers.add(layer.chainId);
};

type Aggregates = Omit<World, 'indexes'>;

const aggregatesOf = (world: World, chosen: Chosen): Aggregates => ({
  layers: only(world.layers, chosen.layers),
  images: only(world.images, chosen.images),
  references: only(world.references, chosen.references),
  containers: only(world.containers, chosen.containers),
  writeLayers: only(world.writeLayers, chosen.writeLayers),
  volumes: only(world.volumes, chosen.volumes),
  host: chosen.host ? world.host : emptyWorld.host,
  distribution: chosen.distribution ? world.distribution : emptyWorld.distribution,
});

const only = <K extends string, V>(map: PersistentMap<K, V>, ids: ReadonlySet<string>): PersistentMap<K, V> =>
  PersistentMap.of(
    [...ids].flatMap((id) => {
      const aggregate = map.get(id as K);
      return aggregate === undefined ? [] : [[id as K, aggregate] as const];
    }),
  );

/** What the world's indexes say of a part, under every key that it has or had: also what is left there by mistake (law X2). */
const indexesWithin = (live: Indexes, keys: readonly Indexes[], chosen: Chosen): Indexes => {
  const isUser = (user: string): boolean => {
    const slash = user.indexOf('/');
    const id = user.slice(slash + 1);
    const family = { image: chosen.images, layer: chosen.layers, container: chosen.writeLayers }[user.slice(0, slash)];
    return family?.has(id) === true;
  };
  const pick = <K, V extends string>(
    indexOf: (indexes: Indexes) => Multimap<K, V>,
    isMember: (member: V) => boolean,
  ): Multimap<K, V> =>
    PersistentMap.of(
      [...new Set(keys.flatMap((it) => [...indexOf(it).keys()]))].flatMap((key) => {
        const members = [...(indexOf(live).get(key)?.keys() ?? [])].filter(isMember);
        return members.length === 0 ? [] : [[key, PersistentMap.of(members.map((it) => [it, true] as const))] as const];
      }),
    );
  const isContainer = (id: string): boolean => chosen.containers.has(id);
  return {
    names: pick(({ names }) => names, isContainer),
    layerUsers: pick(({ layerUsers }) => layerUsers, isUser),
    imageReferences: pick(
      ({ imageReferences }) => imageReferences,
      (it) => chosen.references.has(it),
    ),
    imageChildren: pick(
      ({ imageChildren }) => imageChildren,
      (it) => chosen.images.has(it),
    ),
    imageContainers: pick(({ imageContainers }) => imageContainers, isContainer),
    volumeContainers: pick(({ volumeContainers }) => volumeContainers, isContainer),
    execs: PersistentMap.of(
      keys.flatMap(({ execs }) =>
        [...execs.keys()].flatMap((exec) => {
          const owner = live.execs.get(exec);
          return owner === undefined ? [] : [[exec, owner] as const];
        }),
      ),
    ),
  };
};

const sizeOf = ({ layers, writeLayers, volumes, host }: Aggregates): number => {
  let size = host.processes.size;
  const add = ({ inodes }: Tree): void => {
    size += inodes.size;
  };
  for (const { tree } of layers.values()) add(tree);
  for (const { init, upper } of writeLayers.values()) {
    add(init);
    add(upper);
  }
  for (const { content } of volumes.values()) add(content);
  return size;
};
