import type { ChainId, ContainerId, Tree, World } from '../../src/index.ts';
import { naiveMergedView } from './naive-merged-view.ts';

/** The trees of a chain of layers, base first. */
export const treesDown = (world: World, top: ChainId | undefined): readonly Tree[] => {
  const trees: Tree[] = [];
  for (let id = top; id !== undefined; ) {
    const layer = world.layers.get(id);
    if (!layer) break;
    trees.unshift(layer.tree);
    id = layer.parent;
  }
  return trees;
};

/** The short links of a chain of layers, top first. */
export const linksDown = (world: World, top: ChainId | undefined): readonly string[] => {
  const links: string[] = [];
  for (let id = top; id !== undefined; ) {
    const layer = world.layers.get(id);
    if (!layer) break;
    links.push(layer.link);
    id = layer.parent;
  }
  return links;
};

/** What a container sees under its root, folded without any of the model's own shortcuts. */
export const naiveViewOf = (world: World, id: ContainerId): ReturnType<typeof naiveMergedView> => {
  const layer = world.writeLayers.get(id);
  return layer ? naiveMergedView([...treesDown(world, layer.parent), layer.init, layer.upper]) : new Map();
};
