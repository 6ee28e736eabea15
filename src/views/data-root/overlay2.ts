import { hasMember, membersOf } from '../../core/kernel/multimap.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import type { Tree } from '../../core/overlay/inode.ts';
import { walkMerged } from '../../core/overlay/merged-view.ts';
import type { Layer } from '../../core/streams/layer/layer.ts';
import type { WriteLayer } from '../../core/streams/write-layer/write-layer.ts';
import type { World } from '../../core/world.ts';
import { linksDown } from '../mounts.ts';
import { below, directory, type Entries, file, nodeOf, type PathNode, symlink } from './node.ts';

/** Whether what is inside `diff/` is shown, and what only a mount shows. */
export type Shown = { readonly contents: boolean; readonly merged: boolean };

/** `overlay2/`: a directory for each layer, init layer and write layer, and `l/` with their short names. */
export function* overlayDirectories(world: World, { contents, merged }: Shown): Entries {
  yield ['overlay2', directory(0o710)];
  yield* shortLinks(world);
  for (const layer of sortedBy(world.layers.values(), ({ cacheId }) => cacheId)) yield* ofLayer(world, layer, contents);
  for (const layer of sortedBy(world.writeLayers.values(), ({ mountId }) => mountId)) {
    yield* ofInit(world, layer, contents);
    yield* ofWriteLayer(world, layer, { contents, merged });
  }
}

const sortedBy = <T>(items: Iterable<T>, key: (item: T) => string): readonly T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

function* shortLinks({ layers, writeLayers }: World): Entries {
  yield ['overlay2/l', directory(0o700)];
  const links: (readonly [link: string, id: string])[] = [];
  for (const { link, cacheId } of layers.values()) links.push([link, cacheId]);
  for (const { link, initLink, mountId } of writeLayers.values())
    links.push([link, mountId], [initLink, `${mountId}-init`]);
  for (const [link, id] of links.sort(([a], [b]) => (a < b ? -1 : 1)))
    yield [`overlay2/l/${link}`, symlink(`../${id}/diff`)];
}

/** What all directories have: `diff`, `link`, and over something else `lower` and `work` (checker rules O1 to O8). */
function* frame(path: string, link: string, lower: readonly string[], tree: Tree, contents: boolean): Entries {
  yield [path, directory(0o710)];
  yield [`${path}/diff`, { ...rootNode(tree) }];
  if (contents) yield* below(`${path}/diff`, tree);
  yield [`${path}/link`, file(0o644, link)];
  if (lower.length === 0) return;
  yield [`${path}/lower`, file(0o644, lower.map((name) => `l/${name}`).join(':'))];
  yield [`${path}/work`, directory(0o700)];
}

const rootNode = (tree: Tree): PathNode => {
  const root = tree.inodes.get(1);
  return root ? nodeOf(root) : directory(0o755);
};

function* ofLayer(world: World, { chainId, cacheId, link, parent, tree }: Layer, contents: boolean): Entries {
  const path = `overlay2/${cacheId}`;
  yield* frame(path, link, linksDown(world, parent), tree, contents);
  if (isBuiltUpon(world, chainId)) yield [`${path}/committed`, file(0o600, '')];
}

/** Written when something is made on top; the model knows of it as long as that something lives. */
const isBuiltUpon = ({ indexes }: World, chainId: Layer['chainId']): boolean =>
  hasMember(indexes.layerUsers, chainId) &&
  membersOf(indexes.layerUsers, chainId).some((user) => !user.startsWith('image/'));

function* ofInit(world: World, { mountId, initLink, parent, init }: WriteLayer, contents: boolean): Entries {
  const path = `overlay2/${mountId}-init`;
  const lower = linksDown(world, parent);
  yield* frame(path, initLink, lower, init, contents);
  if (lower.length > 0) yield [`${path}/work/work`, directory(0)];
  yield [`${path}/committed`, file(0o600, '')];
}

/** `work/work` is there from create on, which mounts for a moment; `merged` only while mounted (law W9). */
function* ofWriteLayer(world: World, layer: WriteLayer, { contents, merged }: Shown): Entries {
  const path = `overlay2/${layer.mountId}`;
  yield* frame(path, layer.link, [layer.initLink, ...linksDown(world, layer.parent)], layer.upper, contents);
  yield [`${path}/work/work`, directory(0)];
  if (!layer.mounted) return;
  yield [`${path}/merged`, merged ? rootNode(layer.upper) : directory(0o700)];
  const union = merged ? unionOf(world, layer.container) : undefined;
  if (union) for (const { path: name, node } of walkMerged(union)) yield [`${path}/merged${name}`, nodeOf(node.inode)];
}
