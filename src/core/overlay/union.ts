import { compareNames } from './byte-order.ts';
import { type Ino, type Inode, noEntries, rootIno, type Tree } from './inode.ts';
import { type Lower, type LowerDirectory, type LowerEntry, type LowerLeaf, lowerEntries, lowerEntry } from './lower.ts';
import { inodeOf } from './tree.ts';

/** An upper directory over read-only layers. Without layers it is a plain directory tree: a volume. */
export type Union = { readonly lower: Lower | undefined; readonly upper: Tree };

/** Something found in a union, and the way that led there. */
export type Node = {
  readonly name: string;
  /** The root has none. */
  readonly parent: Node | undefined;
  /** What is seen: the upper object's inode if there is one, else the topmost lower one's. */
  readonly inode: Inode;
  /** Its number in upper, if it is there. */
  readonly upper: Ino | undefined;
  /** A directory's part in the lower layers, or the lower object of what is not in upper. */
  readonly lower: LowerDirectory | LowerLeaf | undefined;
  /** It has lost its name; who stands in it or holds it open still has it. */
  readonly gone?: true;
};

export const rootOf = ({ lower, upper }: Union): Node => ({
  name: '',
  parent: undefined,
  inode: inodeOf(upper, rootIno),
  upper: rootIno,
  lower: lower?.root,
});

export const isDirectory = (node: Node): boolean => node.inode.kind === 'directory';

/** The lower stack of a directory. */
export const stackOfDirectory = (dir: Node): LowerDirectory | undefined =>
  dir.lower?.kind === 'directory' ? dir.lower : undefined;

/** What the lower stack of a directory has at a name. */
const belowAt = (dir: Node, name: string): LowerEntry | undefined =>
  dir.lower?.kind === 'directory' ? lowerEntry(dir.lower, name) : undefined;

/** What upper has at a name: an object, a whiteout, or nothing. */
export const upperEntry = (union: Union, dir: Node, name: string): Ino | undefined =>
  dir.upper === undefined ? undefined : inodeOf(union.upper, dir.upper).entries?.get(name);

export const hasUpperWhiteout = (union: Union, dir: Node, name: string): boolean => {
  const ino = upperEntry(union, dir, name);
  return ino !== undefined && inodeOf(union.upper, ino).kind === 'whiteout';
};

/** Whether the first lower layer that has the name has something there: then its removal must leave a whiteout. */
export const isLowerPositive = (dir: Node, name: string): boolean => {
  const entry = belowAt(dir, name);
  return entry !== undefined && entry.kind !== 'whiteout';
};

/** One name of a directory, looked up as the kernel does: upper decides, then the lower stack. */
export const child = (union: Union, dir: Node, name: string): Node | undefined => {
  if (dir.gone) return undefined;
  const upper = upperEntry(union, dir, name);
  const below = belowAt(dir, name);
  if (upper === undefined) {
    if (below === undefined || below.kind === 'whiteout') return undefined;
    return { name, parent: dir, inode: below.inode, upper, lower: below };
  }
  const inode = inodeOf(union.upper, upper);
  if (inode.kind === 'whiteout') return undefined;
  const merges = inode.kind === 'directory' && !inode.opaque && below?.kind === 'directory';
  return { name, parent: dir, inode, upper, lower: merges ? below : undefined };
};

/** The names that a directory lists, sorted. A directory of one layer is listed raw: its whiteouts are names too. */
export const list = (union: Union, dir: Node): readonly string[] => {
  const stack = stackOfDirectory(dir);
  const raw = dir.parent !== undefined && (stack === undefined || (dir.upper === undefined && stack.single));
  return namesOf(union, dir, raw).sort(compareNames);
};

/** The names that lead to something. */
export const listVisible = (union: Union, dir: Node): readonly string[] =>
  namesOf(union, dir, false).sort(compareNames);

export const isEmpty = (union: Union, dir: Node): boolean => namesOf(union, dir, false).length === 0;

const namesOf = (union: Union, dir: Node, raw: boolean): string[] => {
  const names: string[] = [];
  if (dir.gone) return names;
  const upper = dir.upper === undefined ? noEntries : (inodeOf(union.upper, dir.upper).entries ?? noEntries);
  for (const [name, ino] of upper) if (raw || inodeOf(union.upper, ino).kind !== 'whiteout') names.push(name);
  const stack = stackOfDirectory(dir);
  for (const [name, entry] of stack ? lowerEntries(stack) : []) {
    if ((raw || entry.kind !== 'whiteout') && !upper.has(name)) names.push(name);
  }
  return names;
};

/** Whether two finds are the same object to overlay. Two names of one lower inode are not. */
export const isSame = (a: Node, b: Node): boolean =>
  a.upper === undefined ? b.upper === undefined && a.lower === b.lower : a.upper === b.upper;
