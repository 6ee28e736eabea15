import { clearWhiteouts, copyUp, dataOf, done, type Edit, edit, makeObject, stamp, whiteoutOf } from './edit.ts';
import type { Ino, TreeChange } from './inode.ts';
import { type Context, type Errno, failed, isErrno, type Outcome } from './outcome.ts';
import { mayAccess, mayChangeNames } from './permission.ts';
import { deniedRemoval, isPureUpper, isRawEmpty } from './remove.ts';
import { nameProblem, type Place, resolveParent } from './resolve.ts';
import {
  child,
  hasUpperWhiteout,
  isDirectory,
  isEmpty,
  isLowerPositive,
  isSame,
  type Node,
  type Union,
  upperEntry,
} from './union.ts';

export type RenameFlags = { readonly noReplace?: boolean; readonly exchange?: boolean; readonly whiteout?: boolean };

/** Both ends of a rename, as they stand before it. */
type Move = {
  readonly union: Union;
  readonly from: Place;
  readonly to: Place;
  readonly source: Node;
  readonly target: Node | undefined;
  readonly exchange: boolean;
};

/** `rename` and `renameat2`. The order of the checks is the kernel's (measured). */
export const rename = (union: Union, path: string, path2: string, ctx: Context, flags: RenameFlags = {}): Outcome => {
  if (flags.exchange && (flags.noReplace || flags.whiteout)) return failed('EINVAL');
  const move = findMove(union, path, path2, ctx, flags);
  if (isErrno(move)) return failed(move);
  if (move.target && isSame(move.source, move.target)) return done(edit(union, ctx));
  const refused = deniedMove(move, ctx) ?? kindsClash(move) ?? deniedDirectories(move, ctx);
  if (refused) return failed(refused);
  // Overlay refuses to leave a whiteout that someone asks for, but not before everything else was checked (measured).
  const unable = flags.whiteout ? 'EINVAL' : notMovable(move);
  if (unable) return failed(unable);
  return carryOut(move, ctx);
};

const findMove = (union: Union, path: string, path2: string, ctx: Context, flags: RenameFlags): Move | Errno => {
  const from = resolveParent(union, path, ctx);
  if (isErrno(from)) return from;
  const to = resolveParent(union, path2, ctx);
  if (isErrno(to)) return to;
  if (from.kind !== 'name') return 'EBUSY';
  if (to.kind !== 'name') return flags.noReplace ? 'EEXIST' : 'EBUSY';
  if (ctx.readonly) return 'EROFS';
  const unknowable = nameProblem(from);
  if (unknowable) return unknowable;
  const source = child(union, from.dir, from.last);
  if (!source) return 'ENOENT';
  const unknownTarget = nameProblem(to);
  if (unknownTarget) return unknownTarget;
  const target = child(union, to.dir, to.last);
  if (flags.noReplace && target) return 'EEXIST';
  if (flags.exchange && !target) return 'ENOENT';
  const move = { union, from, to, source, target, exchange: flags.exchange === true };
  return slashOnNonDirectory(move) ?? nested(move) ?? move;
};

const slashOnNonDirectory = ({ from, to, source, target, exchange }: Move): Errno | undefined => {
  if (exchange && target && !isDirectory(target) && to.slash) return 'ENOTDIR';
  if (isDirectory(source)) return undefined;
  return from.slash || (to.slash && !exchange) ? 'ENOTDIR' : undefined;
};

const nested = ({ from, to, source, target, exchange }: Move): Errno | undefined => {
  if (isWithin(to.dir, source)) return 'EINVAL';
  if (target && isWithin(from.dir, target)) return exchange ? 'EINVAL' : 'ENOTEMPTY';
  return undefined;
};

const isWithin = (node: Node, dir: Node): boolean =>
  isSame(node, dir) || (node.parent !== undefined && isWithin(node.parent, dir));

const deniedMove = ({ from, to, source, target }: Move, ctx: Context): Errno | undefined =>
  deniedRemoval(from, source, ctx) ??
  (target ? deniedRemoval(to, target, ctx) : mayChangeNames(to.dir.inode, ctx) ? undefined : 'EACCES');

const kindsClash = ({ source, target, exchange }: Move): Errno | undefined => {
  if (exchange || !target || isDirectory(source) === isDirectory(target)) return undefined;
  return isDirectory(source) ? 'ENOTDIR' : 'EISDIR';
};

/** A directory that gets a new parent has its `..` rewritten, which is a write into it. */
const deniedDirectories = ({ from, to, source, target, exchange }: Move, ctx: Context): Errno | undefined => {
  if (isSame(from.dir, to.dir)) return undefined;
  const moved = exchange && target ? [source, target] : [source];
  return moved.some((it) => isDirectory(it) && !mayAccess(it.inode, ctx, 2)) ? 'EACCES' : undefined;
};

/** Without redirects a directory that has any lower part can not move; programs then copy and delete. */
const notMovable = ({ union, source, target, exchange }: Move): Errno | undefined => {
  if (isDirectory(source) && source.lower) return 'EXDEV';
  if (!target || !isDirectory(target)) return undefined;
  if (exchange) return target.lower ? 'EXDEV' : undefined;
  return !isPureUpper(target) && !isEmpty(union, target) ? 'ENOTEMPTY' : undefined;
};

const carryOut = (move: Move, ctx: Context): Outcome => {
  const { union, from, to, source, target, exchange } = move;
  const edits = edit(union, ctx);
  const moved = copyUp(edits, source);
  copyUp(edits, to.dir);
  markOpaque(edits, source, to.dir);
  if (exchange && target) return swap(edits, move, moved, copyUp(edits, target));
  if (target && isDirectory(target)) {
    // Found out last, by the upper file system: the opaque mark is there already and stays (measured).
    if (isPureUpper(target) && !isRawEmpty(union, target)) return { ...failed('ENOTEMPTY'), changes: edits.changes };
    clearWhiteouts(edits, target);
  }
  edits.changes.push({ in: copyUp(edits, to.dir), name: to.last, ino: moved }, leftBehind(edits, move));
  return stamped(edits, from, to);
};

/** A directory put where lower layers could show through becomes opaque, also when nothing is below. */
const markOpaque = (edits: Edit, moved: Node, newParent: Node): void => {
  const { inode, upper } = moved;
  if (inode.kind !== 'directory' || inode.opaque || !newParent.lower || upper === undefined) return;
  edits.changes.push({ set: upper, node: { ...dataOf(moved), kind: 'directory', opaque: true } });
};

const swap = (edits: Edit, { from, to, target }: Move, moved: Ino, other: Ino): Outcome => {
  if (target) markOpaque(edits, target, from.dir);
  edits.changes.push({ in: copyUp(edits, to.dir), name: to.last, ino: moved });
  edits.changes.push({ in: copyUp(edits, from.dir), name: from.last, ino: other });
  return stamped(edits, from, to);
};

/** What stands at the old name: nothing, the whiteout that stood at the new one, or a new whiteout of its own. */
const leftBehind = (edits: Edit, { union, from, to }: Move): TreeChange => {
  const dir = copyUp(edits, from.dir);
  if (!isLowerPositive(from.dir, from.last)) return { in: dir, name: from.last };
  const there = hasUpperWhiteout(union, to.dir, to.last) ? upperEntry(union, to.dir, to.last) : undefined;
  return { in: dir, name: from.last, ino: there ?? makeObject(edits, whiteoutOf(edits.ctx)) };
};

const stamped = (edits: Edit, from: Place, to: Place): Outcome => {
  stamp(edits, from.dir);
  stamp(edits, to.dir);
  return done(edits);
};
