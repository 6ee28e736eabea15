import { changeAt } from './attributes.ts';
import { dataOf } from './edit.ts';
import type { Inode, InodeData } from './inode.ts';
import { type Context, type Errno, failed, isErrno, type Outcome, root, seen, type Who } from './outcome.ts';
import { isOwner, mayAccess } from './permission.ts';
import { resolve } from './resolve.ts';
import type { Union } from './union.ts';

/** `getxattr`. A container has not the capability to see `trusted.*` (measured: ENODATA). */
export const getxattr = (union: Union, path: string, name: string, who: Who = root, follow = true): Outcome<string> => {
  const node = resolve(union, path, who, follow);
  if (isErrno(node)) return failed(node);
  if (!mayAccess(node.inode, who, 4)) return failed('EACCES');
  const value = isHidden(name) ? undefined : xattrOf(node.inode, name);
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
): Outcome =>
  changeAt(union, path, ctx, follow, (node) => {
    const { inode } = node;
    const refused = notWritable(inode, name, ctx);
    return refused ?? { ...dataOf(node), xattrs: { ...inode.xattrs, [name]: value } };
  });

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

/** `user.*` is for files and directories; `trusted.*` for whoever has CAP_SYS_ADMIN, which a container has not. */
const notWritable = (inode: Inode, name: string, ctx: Context): Errno | undefined => {
  if (name === '' || name.length > 255) return 'ERANGE';
  if (name.startsWith('user.')) {
    if (inode.kind !== 'file' && inode.kind !== 'directory') return 'EPERM';
    return mayAccess(inode, ctx, 2) ? undefined : 'EACCES';
  }
  if (name === 'security.capability') return isOwner(inode, ctx) ? undefined : 'EPERM';
  return isHidden(name) || name.startsWith('security.') ? 'EPERM' : 'EOPNOTSUPP';
};
