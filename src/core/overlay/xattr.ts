import { changeAt } from './attributes.ts';
import { copyUp, dataOf, edit } from './edit.ts';
import type { Inode, InodeData, TreeChange } from './inode.ts';
import { type Context, type Errno, failed, isErrno, type Outcome, root, seen, type Who } from './outcome.ts';
import { isOwner, mayAccess } from './permission.ts';
import { resolve } from './resolve.ts';
import type { Node, Union } from './union.ts';

/** `getxattr`. A container has not the capability to see `trusted.*` (measured: ENODATA). */
export const getxattr = (union: Union, path: string, name: string, who: Who = root, follow = true): Outcome<string> => {
  const node = resolve(union, path, who, follow);
  if (isErrno(node)) return failed(node);
  if (isHidden(name) || (name.startsWith('user.') && !holdsUserXattrs(node.inode))) return failed('ENODATA');
  if (!name.startsWith('security.') && !mayAccess(node.inode, who, 4)) return failed('EACCES');
  if (!isKnownName(name)) return failed('EOPNOTSUPP');
  const value = xattrOf(node.inode, name);
  return value === undefined ? failed('ENODATA') : seen(value);
};

export const listxattr = (union: Union, path: string, who: Who = root, follow = true): Outcome<readonly string[]> => {
  const node = resolve(union, path, who, follow);
  if (isErrno(node)) return failed(node);
  const names = Object.keys(node.inode.xattrs ?? {});
  return seen(names.filter((name) => !isHidden(name)).sort());
};

/** `setxattr` and, with `follow` false, `lsetxattr`. Values are latin-1 text of the bytes. */
export const setxattr = (
  union: Union,
  path: string,
  name: string,
  value: string,
  ctx: Context,
  follow = true,
): Outcome => {
  const set = (node: Node): InodeData | Errno => {
    const refused = badCapability(name, value) ?? notWritable(node.inode, name, ctx);
    return refused ?? { ...dataOf(node), xattrs: { ...node.inode.xattrs, [name]: value } };
  };
  const outcome = changeAt(union, path, ctx, follow, set);
  const isUnknown = !outcome.ok && outcome.errno === 'EOPNOTSUPP';
  return isUnknown ? { ...outcome, changes: copiedUp(union, path, ctx, follow) } : outcome;
};

/** That a name has no meaning is found out by the upper file system, when the object is there already (measured). */
const copiedUp = (union: Union, path: string, ctx: Context, follow: boolean): readonly TreeChange[] => {
  const node = resolve(union, path, ctx, follow);
  if (isErrno(node)) return [];
  const to = edit(union, ctx);
  copyUp(to, node);
  return to.changes;
};

export const removexattr = (union: Union, path: string, name: string, ctx: Context, follow = true): Outcome =>
  changeAt(union, path, ctx, follow, (node) => {
    const { inode } = node;
    const refused = notWritable(inode, name, ctx);
    if (refused) return refused;
    return xattrOf(inode, name) === undefined ? 'ENODATA' : without(dataOf(node), name);
  });

const isHidden = (name: string): boolean => name.startsWith('trusted.');

const xattrOf = ({ xattrs }: Inode, name: string): string | undefined =>
  xattrs && Object.hasOwn(xattrs, name) ? xattrs[name] : undefined;

const without = (data: InodeData, name: string): InodeData => {
  const { xattrs, ...rest } = data;
  const left = Object.entries(xattrs ?? {}).filter(([key]) => key !== name);
  return left.length > 0 ? { ...rest, xattrs: Object.fromEntries(left) } : rest;
};

const holdsUserXattrs = ({ kind }: Inode): boolean => kind === 'file' || kind === 'directory';

const isKnownName = (name: string): boolean => /^(user|security|trusted|system)\../.test(name);

/** `user.*` is for files and directories; `trusted.*` for whoever has CAP_SYS_ADMIN, which a container has not. */
const notWritable = (inode: Inode, name: string, ctx: Context): Errno | undefined => {
  if (name === '' || name.length > 255) return 'ERANGE';
  if (name === 'security.capability') return ctx.uid === 0 ? undefined : 'EPERM';
  if (isHidden(name) || name.startsWith('security.')) return 'EPERM';
  if (name.startsWith('user.')) {
    if (!holdsUserXattrs(inode)) return 'EPERM';
    if (inode.kind === 'directory' && (inode.mode & 0o1000) !== 0 && !isOwner(inode, ctx)) return 'EPERM';
  }
  if (!mayAccess(inode, ctx, 2)) return 'EACCES';
  return isKnownName(name) ? undefined : 'EOPNOTSUPP';
};

/** The kernel looks into the value: revision 2 in 20 bytes or 3 in 24; an empty one passes. */
const badCapability = (name: string, value: string): Errno | undefined => {
  if (name !== 'security.capability' || value === '') return undefined;
  const [flags = 0, second, third, revision] = Array.from(value.slice(0, 4), (char) => char.charCodeAt(0));
  const isHeader = (flags & 0xfe) === 0 && second === 0 && third === 0;
  const fits = (revision === 2 && value.length === 20) || (revision === 3 && value.length === 24);
  return isHeader && fits ? undefined : 'EINVAL';
};
