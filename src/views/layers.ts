import type { CacheId, ChainId, DiffId } from '../core/kernel/brand.ts';
import { membersOf } from '../core/kernel/multimap.ts';
import type { World } from '../core/world.ts';

/** A read-only layer as `layerdb` describes it, and who holds it. */
export type LayerRow = {
  readonly chainId: ChainId;
  readonly diffId: DiffId;
  readonly parent?: ChainId;
  readonly size: number;
  readonly depth: number;
  readonly cacheId: CacheId;
  readonly link: string;
  /** `image/<id>`, `layer/<chain id>`, `container/<id>` (law L4). */
  readonly users: readonly string[];
};

/** Every layer, a parent before its children. */
export const layers = (world: World): readonly LayerRow[] =>
  [...world.layers.values()]
    .sort((a, b) => a.depth - b.depth || (a.chainId < b.chainId ? -1 : 1))
    .map(({ chainId, diffId, parent, size, depth, cacheId, link }) => ({
      chainId,
      diffId,
      ...(parent !== undefined && { parent }),
      size,
      depth,
      cacheId,
      link,
      users: membersOf(world.indexes.layerUsers, chainId),
    }));
