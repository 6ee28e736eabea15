import { chainIdsOf } from '../core/kernel/digest.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { Layer } from '../core/streams/layer/layer.ts';
import type { World } from '../core/world.ts';

/** An image's layers, base first. */
export const layersOf = ({ layers }: Pick<World, 'layers'>, image: Image): readonly Layer[] =>
  chainIdsOf(image.config.diffIds).flatMap((id) => layers.get(id) ?? []);

/** Docker counts what a layer hides or repeats every time (measured, docs/facts.md). */
export const sizeOfImage = (world: Pick<World, 'layers'>, image: Image): number =>
  layersOf(world, image).reduce((sum, { size }) => sum + size, 0);
