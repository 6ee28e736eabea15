import type { ChainId, ContainerId, Tree, World } from '../../src/index.ts';
import { naivelySeenAt, naiveMergedView, type Seen } from './naive-merged-view.ts';

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
export const naiveViewOf = (world: World, id: ContainerId): View => {
  const layer = world.writeLayers.get(id);
  return layer ? viewOf(layer.upper, [...treesDown(world, layer.parent), layer.init, layer.upper]) : new Map();
};

/** What a container sees at one path, in the same way. */
export const naivelySeen = (world: World, id: ContainerId, path: string): Seen | undefined => {
  const layer = world.writeLayers.get(id);
  return layer && naivelySeenAt([...treesDown(world, layer.parent), layer.init, layer.upper], path);
};

/** What a container would see at a path had it written nothing. */
export const naivelySeenBelow = (world: World, id: ContainerId, path: string): Seen | undefined => {
  const layer = world.writeLayers.get(id);
  return layer && naivelySeenAt([...treesDown(world, layer.parent), layer.init], path);
};

/** What an image's layers show, in the same way. */
export const naiveImageView = (world: World, top: ChainId | undefined): View => {
  const trees = treesDown(world, top);
  const last = trees.at(-1);
  return last ? viewOf(last, trees) : new Map();
};

type View = ReturnType<typeof naiveMergedView>;

/** Trees never change, so the last fold that ends in a tree is good for as long as the very same ones are below it. */
const remembered = new WeakMap<Tree, { readonly trees: readonly Tree[]; readonly view: View }>();

const viewOf = (top: Tree, trees: readonly Tree[]): View => {
  const before = remembered.get(top);
  if (before?.trees.length === trees.length && before.trees.every((tree, at) => tree === trees[at])) return before.view;
  const view = naiveMergedView(trees);
  remembered.set(top, { trees, view });
  return view;
};
