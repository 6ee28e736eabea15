import { PersistentMap } from '../kernel/persistent-map.ts';
import { type Ino, type Inode, noEntries, rootIno, type Tree } from './inode.ts';
import { inodeOf } from './tree.ts';

/**
 * What the read-only layers of a union show together at one name. Whoever looks up a name here sees all layers at
 * once, so 100 layers cost what 3 cost.
 */
export type LowerEntry = LowerDirectory | LowerLeaf | LowerWhiteout;

/** A directory of the lower layers: a stack of at least one. Its attributes are those of the topmost. */
export type LowerDirectory = {
  readonly kind: 'directory';
  readonly inode: Inode;
  /** Which object of which layer (counted from the bottom) is on top; the union's inode number for it. */
  readonly origin: string;
  /** A stack of exactly one is listed raw: whiteouts in it show up as names (measured, docs/facts.md). */
  readonly single: boolean;
  /** For each name what the topmost layer of the stack that has it makes of it; under a layer of one's own only its names. */
  readonly entries: PersistentMap<string, LowerEntry>;
  /** What the shared layers below a layer of one's own have: looked up after `entries`. */
  readonly shared?: PersistentMap<string, LowerEntry>;
};

export type LowerLeaf = { readonly kind: 'leaf'; readonly inode: Inode; readonly origin: string };
export type LowerWhiteout = { readonly kind: 'whiteout' };

/** The remembered union of a stack of read-only trees. */
export type Lower = { readonly root: LowerDirectory; readonly depth: number };

const whiteout: LowerWhiteout = { kind: 'whiteout' };
const bottom: Lower = {
  root: { kind: 'directory', inode: {} as Inode, origin: '', single: true, entries: PersistentMap.empty() },
  depth: 0,
};
const remembered = new WeakMap<Lower, WeakMap<Tree, Lower>>();

/** What a name of a lower directory leads to. */
export const lowerEntry = ({ entries, shared }: LowerDirectory, name: string): LowerEntry | undefined =>
  entries.get(name) ?? shared?.get(name);

/** All names of a lower directory, each once. */
export const lowerEntries = ({ entries, shared }: LowerDirectory): PersistentMap<string, LowerEntry> =>
  shared === undefined ? entries : PersistentMap.of([...shared, ...entries]);

/** The stack with one more layer on top. Costs what that layer holds, and is remembered for the same two parts. */
export const stackOn = (lower: Lower | undefined, tree: Tree): Lower => stack(lower, tree, false);

/** The same for a layer that only one container has: it leaves the maps of the layers below to those who share them. */
export const ownOn = (lower: Lower | undefined, tree: Tree): Lower => stack(lower, tree, true);

const stack = (lower: Lower | undefined, tree: Tree, isOwn: boolean): Lower => {
  const below = lower ?? bottom;
  const above = remembered.get(below) ?? new WeakMap<Tree, Lower>();
  const known = above.get(tree);
  if (known) return known;
  const depth = below.depth + 1;
  // Measured: an opaque mark on the root of a layer is ignored.
  const made = { root: stacked(lower?.root, tree, rootIno, { depth, isOwn }), depth };
  remembered.set(below, above.set(tree, made));
  return made;
};

/** The union of a whole list of trees, bottom first. */
export const stackOf = (trees: readonly Tree[]): Lower | undefined =>
  trees.reduce<Lower | undefined>((lower, tree) => stackOn(lower, tree), undefined);

type Top = { readonly depth: number; readonly isOwn: boolean };

/** A directory over what is below it: merged with a directory, alone over anything else. */
const stacked = (below: LowerDirectory | undefined, tree: Tree, ino: Ino, top: Top): LowerDirectory => {
  const inode = inodeOf(tree, ino);
  const names: [string, LowerEntry][] = [];
  for (const [name, child] of inode.entries ?? noEntries)
    names.push([name, entryOf(below && lowerEntry(below, name), tree, child, top)]);
  const origin = `${top.depth}:${ino}`;
  const single = below === undefined;
  if (below && top.isOwn && below.shared === undefined)
    return { kind: 'directory', inode, origin, single, entries: PersistentMap.of(names), shared: below.entries };
  const entries = below ? lowerEntries(below).setAll(names) : PersistentMap.of(names);
  return { kind: 'directory', inode, origin, single, entries };
};

const entryOf = (below: LowerEntry | undefined, tree: Tree, ino: Ino, top: Top): LowerEntry => {
  const inode = inodeOf(tree, ino);
  if (inode.kind === 'whiteout') return whiteout;
  if (inode.kind !== 'directory') return { kind: 'leaf', inode, origin: `${top.depth}:${ino}` };
  return stacked(below?.kind === 'directory' && !inode.opaque ? below : undefined, tree, ino, top);
};
