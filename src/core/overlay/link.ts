import { freePlace } from './create.ts';
import { copyUp, done, edit, putName } from './edit.ts';
import { type Context, failed, isErrno, type Outcome } from './outcome.ts';
import { resolve } from './resolve.ts';
import type { Union } from './union.ts';

/** `link`: one more name for an object, which is copied up first. A symlink is linked itself, not followed. */
export const link = (union: Union, from: string, path: string, ctx: Context): Outcome => {
  const source = resolve(union, from, ctx, false);
  if (isErrno(source)) return failed(source);
  const place = freePlace(union, path, ctx, false);
  if (isErrno(place)) return failed(place);
  if (source.inode.kind === 'directory') return failed('EPERM');
  const to = edit(union, ctx);
  putName(to, place.dir, place.last, copyUp(to, source));
  return done(to);
};
