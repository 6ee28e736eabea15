import type { VolumeName } from '../../core/kernel/brand.ts';
import { chainIdsOf } from '../../core/kernel/digest.ts';
import type { Inode, Tree } from '../../core/overlay/inode.ts';
import type { Container } from '../../core/streams/container/container.ts';
import { wasPrepared } from '../../core/streams/container/container.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { Layer } from '../../core/streams/layer/layer.ts';
import type { World } from '../../core/world.ts';
import { volumePath } from '../volumes.ts';
import type { Estate, Face, Found, Look, PlacedContainer, PlacedImage, PlacedLayer, PlacedMount } from './estate.ts';
import { dataRootPath } from './node.ts';

/** What lies where in a world. */
export const estateOfWorld = (world: World): Estate => {
  const images = [...world.images.values()]
    .map((image) => placedImage(world, image))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    root: dataRootPath,
    images,
    containers: [...world.containers.values()]
      .map((it) => placedContainer(world, it, images))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    volumes: [...world.volumes.keys()].sort(),
  };
};

/** Rows of a history that made a layer, in order. */
export const makersOf = (history: readonly { readonly empty_layer?: true; readonly created_by?: string }[]) =>
  history.filter((row) => row.empty_layer !== true).map((row) => row.created_by);

const placedImage = (world: World, image: Image): PlacedImage => {
  const chains = chainIdsOf(image.config.diffIds);
  const makers = makersOf(image.config.history);
  const layers = chains.flatMap((chain, at): readonly PlacedLayer[] => {
    const layer = world.layers.get(chain);
    const createdBy = makers.length === chains.length ? makers[at] : undefined;
    return layer ? [placedLayer(layer, at + 1, chains.length, createdBy)] : [];
  });
  const names = [...world.references].flatMap(([name, { image: id }]) => (id === image.id ? [String(name)] : []));
  return { id: image.id, names: names.sort(), layers };
};

const placedLayer = (it: Layer, number: number, of: number, createdBy: string | undefined): PlacedLayer => ({
  chainId: it.chainId,
  diffId: it.diffId,
  directory: it.cacheId,
  size: it.size,
  number,
  of,
  ...(createdBy !== undefined && { createdBy }),
});

const placedContainer = (world: World, it: Container, images: readonly PlacedImage[]): PlacedContainer => {
  const image = images.find(({ id }) => id === it.image);
  return {
    id: it.id,
    name: it.name,
    status: it.state.status,
    image: image?.names[0] ?? it.image,
    faces: facesOf(world, it, image),
    mounts: it.mounts.map((mount): PlacedMount => {
      const volume = mount.name === undefined ? undefined : world.volumes.get(mount.name as VolumeName);
      const source = mount.name === undefined ? mount.source : volumePath(mount.name);
      return {
        type: mount.type,
        destination: mount.destination,
        rw: mount.rw,
        ...(mount.type !== 'tmpfs' && source !== undefined && { source }),
        ...(mount.name !== undefined && { name: mount.name }),
        ...(mount.anonymous && { anonymous: true }),
        ...(volume && { look: lookInto(volume.content) }),
      };
    }),
    mounted: world.writeLayers.get(it.id)?.mounted ?? false,
    prepared: wasPrepared(it),
    readOnly: it.hostConfig.ReadonlyRootfs === true,
    autoRemove: it.hostConfig.AutoRemove === true,
  };
};

const facesOf = (world: World, { id }: Container, image: PlacedImage | undefined): readonly Face[] => {
  const own = world.writeLayers.get(id);
  if (!own) return [];
  const below: Layer[] = [];
  for (let at = own.parent && world.layers.get(own.parent); at; at = at.parent && world.layers.get(at.parent))
    below.push(at);
  return [
    { role: 'write layer', directory: own.mountId, look: lookInto(own.upper) },
    { role: 'init layer', directory: `${own.mountId}-init`, look: lookInto(own.init) },
    ...below.map(
      (layer, at): Face => ({
        role: 'image layer',
        directory: layer.cacheId,
        look: lookInto(layer.tree),
        layer:
          image?.layers.find(({ chainId }) => chainId === layer.chainId) ??
          placedLayer(layer, below.length - at, below.length, undefined),
      }),
    ),
  ];
};

const lookInto =
  (tree: Tree): Look =>
  (path) => {
    let inode = tree.inodes.get(1);
    for (const name of path.split('/')) {
      if (name === '') continue;
      const ino = inode?.entries?.get(name);
      inode = ino === undefined ? undefined : tree.inodes.get(ino);
      if (!inode) return undefined;
    }
    return inode && foundOf(inode);
  };

const foundOf = (it: Inode): Found => ({
  kind: it.kind,
  mode: it.mode,
  uid: it.uid,
  gid: it.gid,
  mtime: it.mtime,
  ...(it.kind === 'file' && { size: it.size }),
  ...(it.kind === 'symlink' && { target: it.target }),
  ...(it.kind === 'directory' && it.opaque && { opaque: true }),
  ...(it.origin !== undefined && { origin: true }),
});
