import type { ChainId, ContainerId } from '../core/kernel/brand.ts';
import type { Layer } from '../core/streams/layer/layer.ts';
import type { World } from '../core/world.ts';

const root = '/var/lib/docker/overlay2';
/** One page less the final zero: a longer option string is passed with relative names (measured). */
const page = 4095;

/** The lower directories' short links, uppermost first: the init layer, then the image from its top to its base (law W10). */
export const lowerLinks = (world: World, id: ContainerId): readonly string[] => {
  const layer = world.writeLayers.get(id);
  return layer ? [layer.initLink, ...linksDown(world, layer.parent)] : [];
};

/** A chain of layers from its top to its base. */
const down = ({ layers }: World, top: ChainId | undefined): readonly Layer[] => {
  const chain: Layer[] = [];
  for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) chain.push(layer);
  return chain;
};

export const linksDown = (world: World, top: ChainId | undefined): readonly string[] =>
  down(world, top).map(({ link }) => link);

/** The directories under `overlay2/` of a chain of layers, from its top to its base. */
export const cacheIdsDown = (world: World, top: ChainId | undefined): readonly string[] =>
  down(world, top).map(({ cacheId }) => cacheId);

/** What the engine passes to mount(2) for a container's root, exactly as it spells it. */
export const mountOptions = (world: World, id: ContainerId): string | undefined => {
  const layer = world.writeLayers.get(id);
  if (!layer) return undefined;
  const links = lowerLinks(world, id);
  const options = (base: string): string =>
    `index=off,lowerdir=${links.map((link) => `${base}l/${link}`).join(':')},` +
    `upperdir=${base}${layer.mountId}/diff,workdir=${base}${layer.mountId}/work`;
  const absolute = options(`${root}/`);
  return absolute.length > page ? options('') : absolute;
};
