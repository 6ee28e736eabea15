import type { DiffId } from '../core/kernel/brand.ts';
import { chainIdsOf, digestOf } from '../core/kernel/digest.ts';
import { type Ino, rootIno, type Tree } from '../core/overlay/inode.ts';
import type { World } from '../core/world.ts';

/** A name for what each layer of an image holds, its times apart: two runs of one program write the same, a second apart or not. */
export const layerContents = (world: World, diffIds: readonly string[]): readonly string[] =>
  chainIdsOf(diffIds as readonly DiffId[]).map((chain) => {
    const layer = world.layers.get(chain);
    return layer ? contentOf(layer.tree) : chain;
  });

const remembered = new WeakMap<Tree, string>();

const contentOf = (tree: Tree): string => {
  const known = remembered.get(tree) ?? digestOf(JSON.stringify(rowsAt(tree, rootIno, '')));
  remembered.set(tree, known);
  return known;
};

/** Names with their numbers: links of one inode stay links of one. Origins name other layers, not content. */
const rowsAt = (tree: Tree, ino: Ino, path: string): readonly unknown[] => {
  const inode = tree.inodes.get(ino);
  if (!inode) return [];
  const { entries, mtime: _, origin: __, ...data } = inode;
  const names = [...(entries ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    [path, data, data.nlink > 1 && data.kind !== 'directory' ? ino : 0],
    ...names.flatMap(([name, at]) => rowsAt(tree, at, `${path}/${name}`)),
  ];
};
