import { byteLength } from './byte-order.ts';
import { done, edit, makeObject, putName } from './edit.ts';
import type { Attributes, InodeData } from './inode.ts';
import { type Context, type Errno, failed, isErrno, type Outcome } from './outcome.ts';
import { isInGroup, mayChangeNames } from './permission.ts';
import { nameProblem, type Place, resolveParent } from './resolve.ts';
import { child, hasUpperWhiteout, type Node, type Union } from './union.ts';

export type DeviceNumber = { readonly device: 'char' | 'block'; readonly major: number; readonly minor: number };

/** `mkdir`: only the permission and sticky bits of the mode count (measured). */
export const mkdir = (union: Union, path: string, ctx: Context, mode = 0o777): Outcome =>
  createAt(union, path, ctx, true, (dir) => ({ kind: 'directory', ...attributes(ctx, dir, mode & 0o1777, true) }));

/** `symlink`: the target is text, resolved only when followed; an empty one is refused. */
export const symlink = (union: Union, target: string, path: string, ctx: Context): Outcome => {
  if (target === '') return failed('ENOENT');
  if (byteLength(target) > 4095) return failed('ENAMETOOLONG');
  const data = (dir: Node): InodeData => ({ kind: 'symlink', target, ...attributes(ctx, dir, 0o777), mode: 0o777 });
  return createAt(union, path, ctx, false, data);
};

export const mkfifo = (union: Union, path: string, ctx: Context, mode = 0o666): Outcome =>
  createAt(union, path, ctx, false, (dir) => ({ kind: 'fifo', ...attributes(ctx, dir, mode) }));

/** A bound socket leaves its name in the file system. */
export const makeSocket = (union: Union, path: string, ctx: Context, mode = 0o777): Outcome =>
  createAt(union, path, ctx, false, (dir) => ({ kind: 'socket', ...attributes(ctx, dir, mode) }));

/** `mknod` of a device. The character device 0:0 is overlay's whiteout and can not be made in a union (measured). */
export const mknod = (union: Union, path: string, device: DeviceNumber, ctx: Context, mode = 0o666): Outcome => {
  const isWhiteout = device.device === 'char' && device.major === 0 && device.minor === 0;
  return createAt(union, path, ctx, false, (dir) =>
    ctx.uid !== 0 || (isWhiteout && union.lower)
      ? 'EPERM'
      : { kind: 'device', ...device, ...attributes(ctx, dir, mode) },
  );
};

const createAt = (
  union: Union,
  path: string,
  ctx: Context,
  isDirectory: boolean,
  dataIn: (dir: Node) => InodeData | Errno,
): Outcome => {
  const place = freePlace(union, path, ctx, isDirectory);
  if (isErrno(place)) return failed(place);
  if (!mayChangeNames(place.dir.inode, ctx)) return failed('EACCES');
  const data = dataIn(place.dir);
  if (isErrno(data)) return failed(data);
  const to = edit(union, ctx);
  // Measured: a directory made over an upper whiteout is opaque, whatever is below; over a lower whiteout it is not.
  const isOpaque = isDirectory && hasUpperWhiteout(union, place.dir, place.last);
  const ino = makeObject(to, isOpaque ? ({ ...data, opaque: true } as InodeData) : data);
  putName(to, place.dir, place.last, ino);
  return done(to);
};

/** Where something new can stand, or why it can not: an existing name comes before a read-only mount (measured). */
export const freePlace = (union: Union, path: string, ctx: Context, isDirectory: boolean): Place | Errno => {
  const place = resolveParent(union, path, ctx);
  if (isErrno(place)) return place;
  const unknowable = nameProblem(place);
  if (unknowable) return unknowable;
  if (place.kind !== 'name' || child(union, place.dir, place.last)) return 'EEXIST';
  if (place.slash && !isDirectory) return 'ENOENT';
  return ctx.readonly ? 'EROFS' : place;
};

/** What a new object gets: the umask's mode, and in a set-gid directory that directory's group. */
export const attributes = (ctx: Context, { inode }: Node, mode: number, isDirectory = false): Attributes => {
  const inherits = (inode.mode & 0o2000) !== 0;
  const asked = mode & 0o7777 & ~ctx.umask;
  const isForeign = ctx.uid !== 0 && !isInGroup(inode.gid, ctx);
  // A program that would run as a foreign group can not be planted in that group's directory.
  const bits = inherits && !isDirectory && isForeign && (asked & 0o2010) === 0o2010 ? asked & ~0o2000 : asked;
  return {
    mode: inherits && isDirectory ? bits | 0o2000 : bits,
    uid: ctx.uid,
    gid: inherits ? inode.gid : ctx.gid,
    mtime: ctx.now,
  };
};
