import type { ContainerId } from '../core/kernel/brand.ts';
import { unionOf } from '../core/mounts/union-of.ts';
import { type DiffRow, diff as diffOf } from '../core/overlay/index.ts';
import type { World } from '../core/world.ts';

/** `docker diff`: what the container's own layer makes of its image; `undefined` when it has no layer. */
export const diff = (world: World, id: ContainerId): readonly DiffRow[] | undefined => {
  const union = unionOf(world, id);
  return union && diffOf(union);
};
