import type { Instant } from '../kernel/brand.ts';
import { compareNames } from './byte-order.ts';
import { type Inode, noEntries } from './inode.ts';
import { inodeOf, sizeOf } from './tree.ts';
import { child, isDirectory, listVisible, type Node, rootOf, stackOfDirectory, type Union } from './union.ts';

/** One row of `docker diff`: added, changed or deleted. */
export type DiffRow = { readonly path: string; readonly kind: 'A' | 'C' | 'D' };

/**
 * `docker diff`: the container's merged view against that of its lower layers. The engine walks both; what upper does not
 * touch is the same in both, so only upper is walked here. Rows come parents first, siblings bytewise, deletions last.
 */
export const diff = (union: Union): readonly DiffRow[] => {
  const rows: DiffRow[] = [];
  compareChildren({ rows, union }, rootOf(union), oldRoot(union), '');
  return rows;
};

type Comparison = { readonly rows: DiffRow[]; readonly union: Union };

/** The lower stack seen without upper. */
const oldRoot = (union: Union): Node | undefined =>
  union.lower && {
    name: '',
    parent: undefined,
    inode: union.lower.root.inode,
    upper: undefined,
    lower: union.lower.root,
  };

/** Compares the children of two directories; `old` is absent where there was none. */
const compareChildren = (it: Comparison, now: Node, old: Node | undefined, path: string): void => {
  const deleted: DiffRow[] = [];
  for (const name of namesToCompare(it.union, now, old)) {
    const present = child(it.union, now, name);
    const oldChild = old && child(it.union, old, name);
    if (present) compareNodes(it, present, oldChild, `${path}/${name}`);
    else if (oldChild) deleted.push({ path: `${path}/${name}`, kind: 'D' });
  }
  it.rows.push(...deleted);
};

/** Names that can differ: what upper has, and everything on both sides when they do not share the lower stack. */
const namesToCompare = (union: Union, now: Node, old: Node | undefined): readonly string[] => {
  const names = new Set<string>();
  if (now.upper !== undefined) {
    for (const [name] of inodeOf(union.upper, now.upper).entries ?? noEntries) names.add(name);
  }
  if (old && isDirectory(old) && stackOfDirectory(now) !== stackOfDirectory(old)) {
    for (const name of listVisible(union, old)) names.add(name);
  }
  return [...names].sort(compareNames);
};

const compareNodes = (it: Comparison, now: Node, old: Node | undefined, path: string): void => {
  const at = it.rows.length;
  if (!old) it.rows.push({ path, kind: 'A' });
  else if (now.upper !== undefined && isDifferent(now.inode, old.inode)) it.rows.push({ path, kind: 'C' });
  const isListed = it.rows.length > at;
  if (now.upper === undefined || !looksLikeDirectory(now.inode)) return;
  compareChildren(it, now, old, path);
  if (!isListed && it.rows.length > at) it.rows.splice(at, 0, { path, kind: 'C' });
};

/** The engine tests the directory bit alone, which sockets and block devices have too (moby, archive/changes.go). */
const looksLikeDirectory = (inode: Inode): boolean =>
  inode.kind === 'directory' || inode.kind === 'socket' || (inode.kind === 'device' && inode.device === 'block');

/** Content, symlink target, links and most xattrs are not compared (measured). */
const isDifferent = (a: Inode, b: Inode): boolean =>
  typeOf(a) !== typeOf(b) ||
  a.mode !== b.mode ||
  a.uid !== b.uid ||
  a.gid !== b.gid ||
  a.xattrs?.['security.capability'] !== b.xattrs?.['security.capability'] ||
  (!looksLikeDirectory(a) && (sizeOf(a) !== sizeOf(b) || !isSameTime(a.mtime, b.mtime)));

/** File type and device number in one. */
const typeOf = (inode: Inode): string =>
  inode.kind === 'device' ? `${inode.device} ${inode.major}:${inode.minor}` : inode.kind;

/** Image files have whole seconds, so a zero fraction on either side is not compared. */
const isSameTime = (a: Instant, b: Instant): boolean => {
  if (a === b) return true;
  if (a.slice(0, 19) !== b.slice(0, 19)) return false;
  return a.slice(20, 29) === '000000000' || b.slice(20, 29) === '000000000';
};
