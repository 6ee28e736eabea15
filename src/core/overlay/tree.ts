import type { Instant } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { epoch } from '../kernel/instant.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';
import { byteLength, compareNames } from './byte-order.ts';
import { type Ino, type Inode, type InodeData, rootIno, type Tree, type TreeChange } from './inode.ts';

export const noEntries: PersistentMap<string, Ino> = PersistentMap.empty();

/** A directory tree that holds nothing but its root, 0755 and owned by root. */
export const emptyTree = (mtime: Instant = epoch): Tree => ({
  inodes: PersistentMap.of<Ino, Inode>([[rootIno, { ...directory(mtime), nlink: 1, entries: noEntries }]]),
  next: rootIno + 1,
});

/** A directory as Docker makes it where nobody says otherwise. */
export const directory = (mtime: Instant): InodeData => ({ kind: 'directory', mode: 0o755, uid: 0, gid: 0, mtime });

/** Writes down what the changes say. It has no rules: all thinking was done when they were made. */
export const applyChanges = (tree: Tree, changes: readonly TreeChange[]): Tree => {
  if (changes.length === 0) return tree;
  const touched = new Map<Ino, Inode>();
  const at = (ino: Ino): Inode => known(touched.get(ino) ?? tree.inodes.get(ino), `inode ${ino}`);
  const relink = (ino: Ino, by: number): void => {
    const inode = at(ino);
    touched.set(ino, { ...inode, nlink: inode.nlink + by });
  };
  let { next, whiteout } = tree;
  for (const change of changes) {
    if ('make' in change) {
      const { make, node } = change;
      touched.set(make, node.kind === 'directory' ? { ...node, nlink: 0, entries: noEntries } : { ...node, nlink: 0 });
      if (make >= next) next = make + 1;
      if (change.shared) whiteout = make;
    } else if ('set' in change) {
      const { nlink, entries } = at(change.set);
      touched.set(change.set, { ...change.node, nlink, ...(entries ? { entries } : {}) });
    } else {
      const parent = at(change.in);
      const entries = parent.entries ?? noEntries;
      const before = entries.get(change.name);
      const after = change.ino === undefined ? entries.delete(change.name) : entries.set(change.name, change.ino);
      touched.set(change.in, { ...parent, entries: after });
      if (before !== undefined) relink(before, -1);
      if (change.ino !== undefined) relink(change.ino, 1);
    }
  }
  if (whiteout !== undefined && touched.get(whiteout)?.nlink === 0) whiteout = undefined;
  return { inodes: write(tree.inodes, touched), next, ...(whiteout === undefined ? {} : { whiteout }) };
};

const write = (inodes: Tree['inodes'], touched: ReadonlyMap<Ino, Inode>): Tree['inodes'] => {
  const pairs: [Ino, Inode | undefined][] = [];
  for (const [ino, inode] of touched) pairs.push([ino, inode.nlink > 0 ? inode : undefined]);
  return inodes.setAll(pairs);
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
