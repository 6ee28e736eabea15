import { type Cases, evolveBy } from '../../kernel/cases.ts';
import { treeOfEntries } from '../../overlay/build-tree.ts';
import type { Layer, LayerEvent } from './layer.ts';

const cases: Cases<Layer | undefined, LayerEvent> = {
  LayerRegistered: (_, it) => ({
    chainId: it.id,
    diffId: it.diffId,
    ...(it.parent !== undefined && { parent: it.parent }),
    size: it.size,
    cacheId: it.cacheId,
    link: it.link,
    depth: it.depth,
    tree: treeOfEntries(it.entries),
    createdAt: it.at,
  }),
  LayerReleased: () => undefined,
};

export const evolveLayer = evolveBy(cases);
