import type { CacheId, ChainId } from '../../kernel/brand.ts';
import { chainIdOf } from '../../kernel/digest.ts';
import { type Entropy, idFrom, linkFrom } from '../../kernel/entropy.ts';
import type { PersistentMap } from '../../kernel/persistent-map.ts';
import type { LayerContent } from '../../layers/entry.ts';
import type { Layer, LayerEvent } from './layer.ts';

/** Docker's limit: one more layer is `max depth exceeded` (law L6; measured, docs/facts.md). */
export const deepest = 125;

/**
 * What registers the layers of a stack, base first, on top of `parent`: one event for each whose chain is not here
 * yet (law L5). `planned` are chains that the same decision has registered before.
 */
export const registerStack = (
  layers: PersistentMap<ChainId, Layer>,
  stack: readonly LayerContent[],
  entropy: Entropy,
  planned: Set<ChainId> = new Set(),
  parent?: Layer,
): readonly LayerEvent[] => {
  const events: LayerEvent[] = [];
  let below = parent?.chainId;
  let depth = parent?.depth ?? 0;
  for (const { diffId, size, entries } of stack) {
    const id = chainIdOf(below, diffId);
    depth += 1;
    if (!layers.has(id) && !planned.has(id)) {
      planned.add(id);
      events.push({
        ...({ stream: 'layer', id, type: 'LayerRegistered', at: entropy.now } as const),
        diffId,
        ...(below !== undefined && { parent: below }),
        size,
        cacheId: idFrom(entropy, `cache ${id}`) as CacheId,
        link: linkFrom(entropy, `link ${id}`),
        depth,
        entries,
        tar: diffId,
      });
    }
    below = id;
  }
  return events;
};
