import type { Ino, Inode, InodeData, Tree } from '../../src/index.ts';

/** What is seen at a path: the object's data, without names, link counts and overlay's private marks. */
export type Seen = InodeData;

/**
 * The merged view of a stack of trees, bottom first, upper last: every layer is laid over the ones below, name by name,
 * from nothing. It shares no code with the model, and takes no shortcut, so that law W6 has something to compare with.
 */
export const naiveMergedView = (trees: readonly Tree[]): ReadonlyMap<string, Seen> => {
  const root: Spot = { data: undefined, below: new Map() };
  for (const tree of trees) {
    const inode = tree.inodes.get(1);
    if (inode) layOver(root, inode, tree);
  }
  const view = new Map<string, Seen>();
  write(root, '', view);
  return view;
};

/** What that fold shows at one path, found without folding the rest: layer by layer, the names on the way down. */
export const naivelySeenAt = (trees: readonly Tree[], path: string): Seen | undefined => {
  const names = path.split('/').filter(Boolean);
  let seen: Seen | undefined;
  for (const tree of trees) seen = seenThrough(tree, names, seen);
  return seen;
};

/** What one more layer makes of what the layers below show. */
const seenThrough = (tree: Tree, names: readonly string[], below: Seen | undefined): Seen | undefined => {
  let directory = tree.inodes.get(1);
  let seen = below;
  for (const [at, name] of names.entries()) {
    const ino = directory?.entries?.get(name);
    if (ino === undefined) return seen;
    const inode = tree.inodes.get(ino);
    if (!inode) throw new Error(`${name} leads to inode ${ino}, which is not there`);
    if (inode.kind === 'whiteout') return undefined;
    if (at === names.length - 1) return bare(inode);
    if (inode.kind !== 'directory' || inode.opaque === true) seen = undefined;
    if (inode.kind !== 'directory') return seen;
    directory = inode;
  }
  return seen;
};

type Spot = { data: Seen | undefined; below: Map<string, Spot> };

const layOver = (spot: Spot, directory: Inode, tree: Tree): void => {
  for (const [name, ino] of directory.entries ?? []) layName(spot, name, ino, tree);
};

const layName = (spot: Spot, name: string, ino: Ino, tree: Tree): void => {
  const inode = tree.inodes.get(ino);
  if (!inode) throw new Error(`${name} leads to inode ${ino}, which is not there`);
  if (inode.kind === 'whiteout') {
    spot.below.delete(name);
    return;
  }
  const old = spot.below.get(name);
  const shows = inode.kind === 'directory' && inode.opaque !== true && old?.data?.kind === 'directory';
  const now: Spot = { data: bare(inode), below: shows && old ? old.below : new Map() };
  spot.below.set(name, now);
  if (inode.kind === 'directory') layOver(now, inode, tree);
};

const bare = ({ nlink, entries, origin, ...data }: Inode): Seen => {
  if (data.kind !== 'directory') return data;
  const { opaque, ...directory } = data;
  return directory;
};

const write = (spot: Spot, path: string, view: Map<string, Seen>): void => {
  for (const [name, { data, below }] of spot.below) {
    if (data) view.set(`${path}/${name}`, data);
    write({ data, below }, `${path}/${name}`, view);
  }
};
