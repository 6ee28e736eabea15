import type { Instant } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { epoch } from '../kernel/instant.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { byteLength, compareNames } from './byte-order.ts';
import {
  type Ino,
  type Inode,
  type InodeData,
  noEntries,
  rootIno,
  type Tree,
  type TreeChange,
  withLinks,
} from './inode.ts';
import { TreeDraft } from './tree-draft.ts';

/** A directory tree that holds nothing but its root, 0755 and owned by root. */
export const emptyTree = (mtime: Instant = epoch): Tree => ({
  inodes: PersistentMap.of<Ino, Inode>([[rootIno, withLinks(directory(mtime), 1, noEntries)]]),
  next: rootIno + 1,
});

/** A directory as Docker makes it where nobody says otherwise. */
export const directory = (mtime: Instant): InodeData => ({ kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime });

/** Writes down what the changes say. It has no rules: all thinking was done when they were made. */
export const applyChanges = (tree: Tree, changes: readonly TreeChange[]): Tree => {
  const [first] = changes;
  if (first === undefined) return tree;
  if (changes.length === 1 && 'set' in first)
    return { ...tree, inodes: tree.inodes.set(first.set, rewritten(tree, first)) };
  const draft = new TreeDraft(tree);
  draft.apply(changes);
  return draft.tree();
};

const rewritten = (tree: Tree, { set, node }: { readonly set: Ino; readonly node: InodeData }): Inode => {
  const { nlink, entries } = inodeOf(tree, set);
  return withLinks(node, nlink, entries);
};

/** The inode of that number; changes and entries never name one that is not there. */
export const inodeOf = (tree: Tree, ino: Ino): Inode => known(tree.inodes.get(ino), `inode ${ino}`);

/** One name of a tree: its absolute path and what it leads to. */
export type Named = { readonly path: string; readonly ino: Ino; readonly inode: Inode };

/** Every name below the root in the order of Docker's tars: a directory, then its children sorted bytewise, depth first. */
export function* walkTree(tree: Tree, ino: Ino = rootIno, path = ''): Generator<Named> {
  const entries = inodeOf(tree, ino).entries ?? noEntries;
  for (const [name, child] of [...entries].sort(([a], [b]) => compareNames(a, b))) {
    const inode = inodeOf(tree, child);
    yield { path: `${path}/${name}`, ino: child, inode };
    if (inode.kind === 'directory') yield* walkTree(tree, child, `${path}/${name}`);
  }
}

/** Docker's `SizeRw` of an upper directory: regular files and symlinks, each inode once (measured, docs/facts.md). */
export const sizeOfTree = (tree: Tree): number => {
  let size = 0;
  for (const inode of tree.inodes.values()) size += sizeOf(inode);
  return size;
};

/** What `stat` gives as size of a file or symlink; 0 for everything else. */
export const sizeOf = (inode: InodeData): number => {
  if (inode.kind === 'file') return inode.size;
  return inode.kind === 'symlink' ? byteLength(inode.target) : 0;
};
