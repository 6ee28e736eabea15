import type { ChainId, ContainerId } from '../kernel/brand.ts';
import { type Lower, ownOn, stackOn, type Union } from '../overlay/index.ts';
import type { Layer } from '../streams/layer/layer.ts';
import type { WriteLayer } from '../streams/write-layer/write-layer.ts';
import type { World } from '../world.ts';

/** A layer never changes, so the union of it and of all below it is worked out once and shared by every container. */
const remembered = new WeakMap<Layer, Lower>();

/** The read-only stack of a chain of layers; `undefined` for an image without layers. */
export const lowerOf = ({ layers }: Pick<World, 'layers'>, top: ChainId | undefined): Lower | undefined => {
  const missing: Layer[] = [];
  let lower: Lower | undefined;
  for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) {
    lower = remembered.get(layer);
    if (lower) break;
    missing.push(layer);
  }
  for (const layer of missing.reverse()) {
    lower = stackOn(lower, layer.tree);
    remembered.set(layer, lower);
  }
  return lower;
};

/** What a write layer is mounted on: the image's layers, then the init layer. */
export const lowerOfContainer = (world: Pick<World, 'layers'>, layer: WriteLayer): Lower =>
  ownOn(lowerOf(world, layer.parent), layer.init);

/** A container's root file system, mounts aside. */
export const unionOf = (world: World, id: ContainerId): Union | undefined => {
  const layer = world.writeLayers.get(id);
  return layer && { lower: lowerOfContainer(world, layer), upper: layer.upper };
};
