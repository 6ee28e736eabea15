import { freePlace } from './create.ts';
import { copyUp, done, edit, putName } from './edit.ts';
import type { Inode } from './inode.ts';
import { type Context, failed, isErrno, type Outcome } from './outcome.ts';
import { isOwner, mayAccess, mayChangeNames } from './permission.ts';
import { resolve } from './resolve.ts';
import type { Union } from './union.ts';

/**
 * With `fs.protected_hardlinks`, which distributions set, others than the owner link only a plain file that they may read
 * and write and that would not run as someone else.
 */
const mayLink = (inode: Inode, ctx: Context): boolean =>
  isOwner(inode, ctx) || (inode.kind === 'file' && !runsAsOther(inode) && mayAccess(inode, ctx, 6));

const runsAsOther = ({ mode }: Inode): boolean => (mode & 0o4000) !== 0 || (mode & 0o2010) === 0o2010;

/** `link`: one more name for an object, which is copied up first. A symlink is linked itself, not followed. */
export const link = (union: Union, from: string, path: string, ctx: Context): Outcome => {
  const source = resolve(union, from, ctx, false);
  if (isErrno(source)) return failed(source);
  const place = freePlace(union, path, ctx, false);
  if (isErrno(place)) return failed(place);
  if (!mayLink(source.inode, ctx)) return failed('EPERM');
  if (!mayChangeNames(place.dir.inode, ctx)) return failed('EACCES');
  if (source.inode.kind === 'directory') return failed('EPERM');
  const to = edit(union, ctx);
  putName(to, place.dir, place.last, copyUp(to, source));
  return done(to);
};
