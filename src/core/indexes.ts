import type { ChainId, ContainerId, ExecId, ImageId, Reference, VolumeName } from './kernel/brand.ts';
import { chainIdsOf } from './kernel/digest.ts';
import { addTo, type Multimap, removeFrom } from './kernel/multimap.ts';
import { PersistentMap } from './kernel/persistent-map.ts';
import { isInUse } from './streams/container/config.ts';
import type { Container } from './streams/container/container.ts';
import type { ContainerEvent } from './streams/container/events.ts';
import type { Image } from './streams/image/image.ts';
import type { Layer } from './streams/layer/layer.ts';
import type { Tag } from './streams/reference/reference.ts';
import type { WriteLayer } from './streams/write-layer/write-layer.ts';

/**
 * Facts across aggregates, kept up to date by evolve. Each is a function of the aggregates alone (a law says that it
 * equals its recomputation), and each is a set by key, so that events of different streams commute.
 */
export type Indexes = {
  /** Container names without the slash. A sound world has one id a name (law K4). */
  readonly names: Multimap<string, ContainerId>;
  /** Who holds a layer: `image/<id>`, `layer/<chain id>` (its children), `container/<id>` (law L4). */
  readonly layerUsers: Multimap<ChainId, string>;
  readonly imageReferences: Multimap<ImageId, Reference>;
  readonly imageChildren: Multimap<ImageId, ImageId>;
  readonly imageContainers: Multimap<ImageId, ContainerId>;
  readonly volumeContainers: Multimap<VolumeName, ContainerId>;
  /** Whose an exec is: exec ids are looked up without their container. */
  readonly execs: PersistentMap<ExecId, ContainerId>;
};

export const noIndexes: Indexes = {
  names: PersistentMap.empty(),
  layerUsers: PersistentMap.empty(),
  imageReferences: PersistentMap.empty(),
  imageChildren: PersistentMap.empty(),
  imageContainers: PersistentMap.empty(),
  volumeContainers: PersistentMap.empty(),
  execs: PersistentMap.empty(),
};

type Maybe<T> = T | undefined;

/** By event, because comparing two containers would cost as much as they have execs. */
export const indexExec = (all: Indexes, event: ContainerEvent, before: Maybe<Container>): Indexes => {
  switch (event.type) {
    case 'ExecCreated':
      return before ? { ...all, execs: all.execs.set(event.exec, event.id) } : all;
    case 'ExecForgotten':
      return { ...all, execs: all.execs.delete(event.exec) };
    case 'ContainerRemoved':
      return before && before.execs.size > 0 ? { ...all, execs: all.execs.setAll(gone(before)) } : all;
    default:
      return all;
  }
};

const gone = ({ execs }: Container): readonly (readonly [ExecId, undefined])[] =>
  [...execs.keys()].map((id) => [id, undefined]);

export const indexContainer = (all: Indexes, before: Maybe<Container>, after: Maybe<Container>): Indexes => {
  if (before?.name === after?.name && before?.image === after?.image && before?.mounts === after?.mounts) return all;
  const without = { ...all, ...containerEntries(all, before, removeFrom) };
  return { ...without, ...containerEntries(without, after, addTo) };
};

type Change = <K, V>(map: Multimap<K, V>, key: K, member: V) => Multimap<K, V>;

const containerEntries = (all: Indexes, it: Maybe<Container>, change: Change): Partial<Indexes> =>
  it === undefined
    ? {}
    : {
        names: change(all.names, it.name, it.id),
        imageContainers: it.image === '' ? all.imageContainers : change(all.imageContainers, it.image, it.id),
        volumeContainers: it.mounts.reduce(
          (volumes, mount) =>
            mount.name === undefined || !isInUse(mount) ? volumes : change(volumes, mount.name as VolumeName, it.id),
          all.volumeContainers,
        ),
      };

export const indexWriteLayer = (all: Indexes, before: Maybe<WriteLayer>, after: Maybe<WriteLayer>): Indexes =>
  before?.parent === after?.parent ? all : usersChanged(all, before && holder(before), after && holder(after));

const holder = ({ parent, container }: WriteLayer): Use => [parent, `container/${container}`];

export const indexLayer = (all: Indexes, before: Maybe<Layer>, after: Maybe<Layer>): Indexes =>
  usersChanged(
    all,
    before && [before.parent, `layer/${before.chainId}`],
    after && [after.parent, `layer/${after.chainId}`],
  );

type Use = readonly [layer: Maybe<ChainId>, user: string];

const usersChanged = (all: Indexes, before: Maybe<Use>, after: Maybe<Use>): Indexes => {
  let { layerUsers } = all;
  if (before?.[0] !== undefined) layerUsers = removeFrom(layerUsers, before[0], before[1]);
  if (after?.[0] !== undefined) layerUsers = addTo(layerUsers, after[0], after[1]);
  return layerUsers === all.layerUsers ? all : { ...all, layerUsers };
};

/** The chain id of an image's top layer; absent when it has no layers. */
export const topLayerOf = (image: Image): Maybe<ChainId> => chainIdsOf(image.config.diffIds).at(-1);

export const indexImage = (all: Indexes, before: Maybe<Image>, after: Maybe<Image>): Indexes => {
  const use = (image: Image): Use => [topLayerOf(image), `image/${image.id}`];
  const used = before && after ? all : usersChanged(all, before && use(before), after && use(after));
  if (before?.parent === after?.parent) return used;
  let { imageChildren } = used;
  if (before?.parent !== undefined) imageChildren = removeFrom(imageChildren, before.parent, before.id);
  if (after?.parent !== undefined) imageChildren = addTo(imageChildren, after.parent, after.id);
  return { ...used, imageChildren };
};

export const indexReference = (all: Indexes, before: Maybe<Tag>, after: Maybe<Tag>): Indexes => {
  if (before?.image === after?.image) return all;
  let { imageReferences } = all;
  if (before) imageReferences = removeFrom(imageReferences, before.image, before.reference);
  if (after) imageReferences = addTo(imageReferences, after.image, after.reference);
  return { ...all, imageReferences };
};
