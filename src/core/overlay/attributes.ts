import type { Instant } from '../kernel/brand.ts';
import { change, dataOf, done, edit } from './edit.ts';
import type { InodeData } from './inode.ts';
import { setIdBits, withoutCapability } from './open.ts';
import { type Context, type Errno, failed, isErrno, type Outcome } from './outcome.ts';
import { isInGroup, isOwner, mayAccess } from './permission.ts';
import { resolve } from './resolve.ts';
import type { Node, Union } from './union.ts';

/** `chmod` follows symlinks. Even the same mode copies the object up. */
export const chmod = (union: Union, path: string, mode: number, ctx: Context): Outcome =>
  changeAt(union, path, ctx, true, (node) => withMode(node, mode, ctx));

/** `fchmod`, on what a descriptor holds. */
export const chmodNode = (union: Union, node: Node, mode: number, ctx: Context): Outcome =>
  changeNode(union, node, ctx, (it) => withMode(it, mode, ctx));

const withMode = (node: Node, mode: number, ctx: Context): InodeData | Errno =>
  isOwner(node.inode, ctx) ? { ...dataOf(node), mode: allowedMode(mode & 0o7777, node.inode.gid, ctx) } : 'EPERM';

/** Whoever is not in the group and has no privilege does not get the set-gid bit (measured); nobody is told. */
const allowedMode = (mode: number, gid: number, ctx: Context): number =>
  ctx.uid === 0 || isInGroup(gid, ctx) ? mode : mode & ~0o2000;

/** What `chown` changes; an id that is left out stays. */
export type Owner = { readonly uid?: number; readonly gid?: number };

export const chown = (union: Union, path: string, owner: Owner, ctx: Context): Outcome =>
  changeAt(union, path, ctx, true, (node) => owned(node, owner, ctx));

/** `lchown` changes the owner of a symlink itself. */
export const lchown = (union: Union, path: string, owner: Owner, ctx: Context): Outcome =>
  changeAt(union, path, ctx, false, (node) => owned(node, owner, ctx));

/** A new owner costs a file its set-uid bit, its set-gid bit if its group may execute, and its capabilities (measured). */
const owned = (node: Node, owner: Owner, ctx: Context): InodeData | Errno => {
  const { inode } = node;
  const { uid = inode.uid, gid = inode.gid } = owner;
  const isOwnGid = gid === inode.gid || isInGroup(gid, ctx);
  if (ctx.uid !== 0 && (uid !== inode.uid || !isOwner(inode, ctx) || !isOwnGid)) return 'EPERM';
  const data = { ...dataOf(node), uid, gid };
  if (data.kind === 'directory') return data;
  return withoutCapability({ ...data, mode: data.mode & ~setIdBits(inode, ctx) });
};

/** `utimensat`: a new modification time, or now. Setting it to now needs write permission only. */
export const utimes = (union: Union, path: string, mtime: Instant | undefined, ctx: Context, follow = true): Outcome =>
  changeAt(union, path, ctx, follow, (node) => {
    const { inode } = node;
    if (!isOwner(inode, ctx)) {
      if (mtime !== undefined) return 'EPERM';
      if (!mayAccess(inode, ctx, 2)) return 'EACCES';
    }
    return { ...dataOf(node), mtime: mtime ?? ctx.now };
  });

/** Changes an object's own data at the end of a path, after the checks that all such calls share. */
export const changeAt = (
  union: Union,
  path: string,
  ctx: Context,
  follow: boolean,
  dataOfNew: (node: Node) => InodeData | Errno,
): Outcome => {
  const node = resolve(union, path, ctx, follow);
  return isErrno(node) ? failed(node) : changeNode(union, node, ctx, dataOfNew);
};

const changeNode = (union: Union, node: Node, ctx: Context, dataOfNew: (node: Node) => InodeData | Errno): Outcome => {
  if (ctx.readonly) return failed('EROFS');
  const data = dataOfNew(node);
  if (isErrno(data)) return failed(data);
  const to = edit(union, ctx);
  change(to, node, data);
  return done(to);
};
