import type { ChainId, Instant } from '../kernel/brand.ts';
import type { LayerEvent } from '../streams/layer/layer.ts';
import type { World } from '../world.ts';

/**
 * The layers from `top` down that nobody uses any more, top first (law L4). `leaving` is the user that is about to go:
 * `image/<id>` or `container/<id>`; absent when it has gone from the world already.
 */
export const layersFreed = (world: World, top: ChainId | undefined, leaving?: string): readonly ChainId[] => {
  const freed: ChainId[] = [];
  let [at, user] = [top, leaving];
  while (at !== undefined && !isUsed(world, at, user)) {
    freed.push(at);
    user = `layer/${at}`;
    at = world.layers.get(at)?.parent;
  }
  return freed;
};

const isUsed = (world: World, layer: ChainId, leaving: string | undefined): boolean => {
  if (!world.layers.has(layer)) return true;
  const users = world.indexes.layerUsers.get(layer);
  if (users === undefined) return false;
  return users.size > 1 || leaving === undefined || !users.has(leaving);
};

export const releaseLayers = (
  world: World,
  top: ChainId | undefined,
  at: Instant,
  leaving?: string,
): readonly LayerEvent[] =>
  layersFreed(world, top, leaving).map((id) => ({ stream: 'layer', id, type: 'LayerReleased', at }));
