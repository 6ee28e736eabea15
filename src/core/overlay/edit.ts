import { known } from '../kernel/impossible.ts';
import { type Ino, type Inode, type InodeData, type TreeChange, withOrigin, withoutLinks } from './inode.ts';
import type { LowerEntry } from './lower.ts';
import type { Context, Done } from './outcome.ts';
import { inodeOf } from './tree.ts';
import { isLowerPositive, type Node, type Union } from './union.ts';

/** The changes of one call while they are worked out. */
export type Edit = {
  readonly union: Union;
  readonly ctx: Context;
  readonly changes: TreeChange[];
  /** What this call has copied up so far: two paths may share ancestors. */
  readonly copied: (readonly [LowerEntry, Ino])[];
  readonly stamped: Ino[];
  next: Ino;
};

export const edit = (union: Union, ctx: Context): Edit => ({
  union,
  ctx,
  changes: [],
  copied: [],
  stamped: [],
  next: union.upper.next,
});

export const done = ({ changes }: Edit): Done<undefined> => ({ ok: true, changes, value: undefined });
export const doneWith = <V>({ changes }: Edit, value: V): Done<V> => ({ ok: true, changes, value });

/**
 * What an object is in upper, or becomes there by copy-up. A lower file with several names becomes a file of its own,
 * without a trace of where it came from (measured).
 */
export const dataOf = ({ inode, upper, lower }: Node): InodeData => {
  if (upper !== undefined || lower === undefined) return withoutLinks(inode);
  const data = lower.kind === 'directory' ? plainDirectory(inode) : withoutLinks(inode);
  return lower.kind === 'leaf' && inode.nlink > 1 ? data : withOrigin(data, lower.origin);
};

/** A copied-up directory never takes over the opaque mark that it has in its layer. */
const plainDirectory = ({ mode, uid, gid, mtime, xattrs }: Inode): InodeData =>
  xattrs ? { kind: 'directory', mode, uid, gid, mtime, xattrs } : { kind: 'directory', mode, uid, gid, mtime };

/** Copies an object and all missing ancestors into upper: mode, owner, times and xattrs of the topmost version. */
export const copyUp = (to: Edit, node: Node): Ino => {
  if (node.upper !== undefined) return node.upper;
  const lower = known(node.lower, 'lower object');
  for (const [copied, ino] of to.copied) if (copied === lower) return ino;
  const parent = copyUp(to, known(node.parent, 'parent of a lower object'));
  const ino = makeObject(to, dataOf(node));
  to.changes.push({ in: parent, name: node.name, ino });
  to.copied.push([lower, ino]);
  return ino;
};

/** A new inode in upper, still without a name. */
export const makeObject = (to: Edit, node: InodeData): Ino => {
  const ino = to.next++;
  to.changes.push({ make: ino, node });
  return ino;
};

/** New attributes or content of an object, which is copied up first. */
export const change = (to: Edit, node: Node, data: InodeData): Ino => {
  const ino = copyUp(to, node);
  to.changes.push({ set: ino, node: data });
  return ino;
};

/** The directory's contents changed: so does its mtime. Copying up a child is no such change. */
export const stamp = (to: Edit, dir: Node): void => {
  const ino = copyUp(to, dir);
  if (to.stamped.includes(ino)) return;
  to.stamped.push(ino);
  change(to, dir, { ...dataOf(dir), mtime: to.ctx.now });
};

/** Puts an inode of upper at a name, over whatever upper has there. */
export const putName = (to: Edit, dir: Node, name: string, ino: Ino): void => {
  to.changes.push({ in: copyUp(to, dir), name, ino });
  stamp(to, dir);
};

/** Takes a name out; where a lower layer still has something, a whiteout stays. All whiteouts of a mount are one inode. */
export const removeName = (to: Edit, dir: Node, name: string): void => {
  const parent = copyUp(to, dir);
  if (isLowerPositive(dir, name)) to.changes.push({ in: parent, name, ino: sharedWhiteout(to) });
  else to.changes.push({ in: parent, name });
  stamp(to, dir);
};

/** Whiteouts that hide nothing visible go with their directory. */
export const clearWhiteouts = (to: Edit, dir: Node): void => {
  if (dir.upper === undefined) return;
  for (const [name] of inodeOf(to.union.upper, dir.upper).entries ?? []) to.changes.push({ in: dir.upper, name });
};

const sharedWhiteout = (to: Edit): Ino => {
  const { whiteout } = to.union.upper;
  if (whiteout !== undefined) return whiteout;
  const ino = to.next++;
  to.changes.push({ make: ino, node: whiteoutOf(to.ctx), shared: true });
  return ino;
};

/** A character device 0:0. */
export const whiteoutOf = ({ now }: Context): InodeData => ({ kind: 'whiteout', mode: 0, uid: 0, gid: 0, mtime: now });
