import { clearWhiteouts, done, edit, removeName } from './edit.ts';
import { type Context, type Errno, failed, isErrno, type Outcome } from './outcome.ts';
import { isSticky, mayChangeNames } from './permission.ts';
import { nameProblem, type Place, resolveParent } from './resolve.ts';
import { inodeOf } from './tree.ts';
import { child, isDirectory, isEmpty, isLowerPositive, type Node, type Union } from './union.ts';

/** `unlink`: takes a name of anything but a directory. */
export const unlink = (union: Union, path: string, ctx: Context): Outcome => {
  const place = resolveParent(union, path, ctx);
  if (isErrno(place)) return failed(place);
  if (place.kind !== 'name') return failed('EISDIR');
  if (ctx.readonly) return failed('EROFS');
  const unknowable = nameProblem(place);
  if (unknowable) return failed(unknowable);
  const victim = child(union, place.dir, place.last);
  if (!victim) return failed('ENOENT');
  if (place.slash) return failed(isDirectory(victim) ? 'EISDIR' : 'ENOTDIR');
  const denied = deniedRemoval(place, victim, ctx);
  if (denied) return failed(denied);
  if (isDirectory(victim)) return failed('EISDIR');
  return remove(union, place, victim, ctx);
};

const notAName = { dot: 'EINVAL', dotdot: 'ENOTEMPTY', root: 'EBUSY' } as const;

/** `rmdir`: the merged listing must be empty. */
export const rmdir = (union: Union, path: string, ctx: Context): Outcome => {
  const place = resolveParent(union, path, ctx);
  if (isErrno(place)) return failed(place);
  if (place.kind !== 'name') return failed(notAName[place.kind]);
  if (ctx.readonly) return failed('EROFS');
  const unknowable = nameProblem(place);
  if (unknowable) return failed(unknowable);
  const victim = child(union, place.dir, place.last);
  if (!victim) return failed('ENOENT');
  const denied = deniedRemoval(place, victim, ctx);
  if (denied) return failed(denied);
  if (!isDirectory(victim)) return failed('ENOTDIR');
  return isRemovable(union, place, victim) ? remove(union, place, victim, ctx) : failed('ENOTEMPTY');
};

/** Without write permission no name goes; in a sticky directory only the owner's. */
export const deniedRemoval = ({ dir }: Place, victim: Node, ctx: Context): Errno | undefined => {
  if (!mayChangeNames(dir.inode, ctx)) return 'EACCES';
  return isSticky(dir.inode, victim.inode, ctx) ? 'EPERM' : undefined;
};

/**
 * A directory that upper alone has is removed by the upper file system, which sees stale whiteouts as entries;
 * overlay itself sees through them (measured).
 */
const isRemovable = (union: Union, { dir, last }: Place, victim: Node): boolean =>
  isLowerPositive(dir, last) || !isPureUpper(victim) ? isEmpty(union, victim) : isRawEmpty(union, victim);

export const isPureUpper = (dir: Node): boolean => dir.upper !== undefined && dir.lower === undefined;

/** Whether the upper directory holds no name at all, not even a whiteout. */
export const isRawEmpty = (union: Union, { upper }: Node): boolean =>
  upper === undefined || (inodeOf(union.upper, upper).entries?.size ?? 0) === 0;

const remove = (union: Union, { dir, last }: Place, victim: Node, ctx: Context): Outcome => {
  const to = edit(union, ctx);
  if (isDirectory(victim)) clearWhiteouts(to, victim);
  removeName(to, dir, last);
  return done(to);
};
