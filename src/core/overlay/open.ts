import { attributes } from './create.ts';
import { change, copyUp, dataOf, done, doneWith, type Edit, edit, makeObject, putName } from './edit.ts';
import type { Attributes, Ino, InodeData } from './inode.ts';
import { bytesOf } from './look.ts';
import { type Context, type Errno, failed, isErrno, type Outcome, type Who } from './outcome.ts';
import { isInGroup, mayAccess, mayChangeNames } from './permission.ts';
import {
  nameProblem,
  nodeAt,
  type Place,
  placeFrom,
  resolve,
  startOf,
  tooManyLinks,
  type Walk,
  walkOf,
} from './resolve.ts';
import { isDirectory, type Node, rootOf, type Union } from './union.ts';

/** The flags of `open`, in words. All opens are non-blocking: a FIFO without a reader is an error, not a wait. */
export type OpenFlags = {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly create?: boolean;
  readonly exclusive?: boolean;
  readonly truncate?: boolean;
  readonly append?: boolean;
  readonly directory?: boolean;
  readonly noFollow?: boolean;
  /** For a file that is made. */
  readonly mode?: number;
};

/** What is written through the descriptor before it is closed; with `append` always at the end. */
export type Writing = { readonly data: Uint8Array; readonly offset?: number };

/** What was opened: its number in upper, if it is there. */
export type Opened = { readonly upper: Ino | undefined; readonly node: Node | undefined };

/** Opens, writes, closes. Copy-up happens when a file is opened for writing, not at the first write (measured). */
export const open = (
  union: Union,
  path: string,
  flags: OpenFlags,
  ctx: Context,
  writing?: Writing,
): Outcome<Opened> => {
  const walk = walkOf(union, ctx);
  const start = path.startsWith('/') ? rootOf(union) : startOf(walk);
  if (isErrno(start)) return failed(start);
  const found = findLast(walk, start, path, flags, false);
  if (isErrno(found)) return failed(found);
  return 'inode' in found ? openNode(union, found, flags, ctx, writing) : createFile(union, found, flags, ctx, writing);
};

/** The object to open, or the free place where O_CREAT makes it; the last symlink is followed to either. */
const findLast = (
  walk: Walk,
  start: Node,
  path: string,
  flags: OpenFlags,
  slashBefore: boolean,
): Node | Place | Errno => {
  const place = placeFrom(walk, start, path);
  if (isErrno(place)) return place;
  if (flags.create && place.kind === 'name' && place.slash) return 'EISDIR';
  const slash = place.slash || slashBefore;
  const unknowable = nameProblem(place);
  if (unknowable) return unknowable;
  const found = nodeAt(walk, place);
  if (!found) return flags.create ? place : 'ENOENT';
  if (found.inode.kind === 'symlink') {
    if (flags.create && flags.exclusive) return 'EEXIST';
    if (flags.noFollow && flags.create && isTrap(found, walk.who)) return 'EACCES';
    if (flags.noFollow && !slash) return flags.directory ? 'ENOTDIR' : 'ELOOP';
    return tooManyLinks(walk) ? 'ELOOP' : findLast(walk, place.dir, found.inode.target, flags, slash);
  }
  return slash && !isDirectory(found) ? 'ENOTDIR' : found;
};

const createFile = (
  union: Union,
  { dir, last }: Place,
  flags: OpenFlags,
  ctx: Context,
  writing?: Writing,
): Outcome<Opened> => {
  if (ctx.readonly) return failed('EROFS');
  if (!mayChangeNames(dir.inode, ctx)) return failed('EACCES');
  const to = edit(union, ctx);
  const data = flags.write && writing ? writing.data : new Uint8Array();
  const content = written(new Uint8Array(), data, flags.append ? 0 : (writing?.offset ?? 0));
  const given = attributes(ctx, dir, flags.mode ?? 0o666);
  const mode = data.length > 0 ? modeAfterWrite(given, ctx) : given.mode;
  const { uid, gid, mtime } = given;
  const node: InodeData = { kind: 'file', content: ctx.put(content), size: content.length, mode, uid, gid, mtime };
  const ino = makeObject(to, node);
  putName(to, dir, last, ino);
  return doneWith(to, { upper: ino, node: undefined });
};

const openNode = (union: Union, node: Node, flags: OpenFlags, ctx: Context, writing?: Writing): Outcome<Opened> => {
  const refused = notOpenable(node, flags, ctx);
  if (refused) return failed(refused);
  const to = edit(union, ctx);
  if (node.inode.kind !== 'file' || !(flags.write || flags.truncate)) return doneWith(to, { upper: node.upper, node });
  const upper = copyUp(to, node);
  const data = flags.write ? writing : undefined;
  if (flags.truncate || (data && data.data.length > 0)) writeInto(to, node, flags, data);
  return doneWith(to, { upper, node });
};

const notOpenable = (node: Node, flags: OpenFlags, ctx: Context): Errno | undefined => {
  const { inode } = node;
  const changes = flags.write || flags.truncate;
  if (flags.create && flags.exclusive) return 'EEXIST';
  if (inode.kind === 'directory' && (flags.create || changes)) return 'EISDIR';
  if (flags.create && isTrap(node, ctx)) return 'EACCES';
  if (flags.directory && inode.kind !== 'directory') return 'ENOTDIR';
  const isReadonly = inode.kind === 'file' && ctx.readonly;
  // To empty a file, the mount is asked before the file's mode; to write to it, after (measured).
  if (flags.truncate && isReadonly) return 'EROFS';
  const bits = (flags.read || !flags.write ? 4 : 0) | (changes ? 2 : 0);
  if (!mayAccess(inode, ctx, bits)) return 'EACCES';
  if (flags.write && isReadonly) return 'EROFS';
  if (inode.kind === 'socket') return 'ENXIO';
  return inode.kind === 'fifo' && flags.write && !flags.read ? 'ENXIO' : undefined;
};

/** O_CREAT on what someone else put into a directory like /tmp: the kernel takes it for a trap. Files and FIFOs have switches. */
const isTrap = ({ inode, parent }: Node, who: Who): boolean =>
  inode.kind !== 'file' &&
  inode.kind !== 'fifo' &&
  parent !== undefined &&
  (parent.inode.mode & 0o1002) === 0o1002 &&
  inode.uid !== parent.inode.uid &&
  inode.uid !== who.uid;

const writeInto = (to: Edit, node: Node, flags: OpenFlags, writing?: Writing): void => {
  const { inode } = node;
  if (inode.kind !== 'file') return;
  const old = flags.truncate ? new Uint8Array() : bytesOf(inode, to.ctx.contents);
  const offset = flags.append ? old.length : (writing?.offset ?? 0);
  rewrite(to, node, writing ? written(old, writing.data, offset) : old);
};

/** New content of a file. A write drops `security.capability`, and set-id bits unless it is root's (measured). */
export const rewrite = (to: Edit, node: Node, content: Uint8Array): void => {
  const { ctx } = to;
  const data = withoutCapability(dataOf(node));
  const mode = modeAfterWrite(data, ctx);
  change(to, node, { ...data, kind: 'file', content: ctx.put(content), size: content.length, mode, mtime: ctx.now });
};

/** Who is not root loses set-id bits by writing. */
export const modeAfterWrite = (file: Owned, ctx: Context): number =>
  ctx.uid === 0 ? file.mode : file.mode & ~setIdBits(file, ctx);

type Owned = Pick<Attributes, 'mode' | 'gid'>;

/** The set-id bits that a change clears: set-gid means that only if the group may execute, or is not one's own (measured). */
export const setIdBits = ({ mode, gid }: Owned, ctx: Context): number => {
  const isForeign = ctx.uid !== 0 && !isInGroup(gid, ctx);
  return 0o4000 | ((mode & 0o10) !== 0 || isForeign ? 0o2000 : 0);
};

export const withoutCapability = (data: InodeData): InodeData => {
  if (data.xattrs?.['security.capability'] === undefined) return data;
  const { 'security.capability': _, ...xattrs } = data.xattrs;
  const { xattrs: __, ...rest } = data;
  return Object.keys(xattrs).length > 0 ? { ...rest, xattrs } : rest;
};

/** Bytes written into others at an offset; a gap is filled with zeros. */
const written = (old: Uint8Array, data: Uint8Array, offset: number): Uint8Array => {
  if (offset === 0 && data.length >= old.length) return data;
  const bytes = new Uint8Array(Math.max(old.length, offset + data.length));
  bytes.set(old);
  bytes.set(data, offset);
  return bytes;
};

/** `truncate`: cuts a file, or fills it up with zeros. */
export const truncate = (union: Union, path: string, size: number, ctx: Context): Outcome => {
  const node = resolve(union, path, ctx, true);
  if (isErrno(node)) return failed(node);
  const { inode } = node;
  if (inode.kind === 'directory') return failed('EISDIR');
  if (inode.kind !== 'file') return failed('EINVAL');
  if (!mayAccess(inode, ctx, 2)) return failed('EACCES');
  if (ctx.readonly) return failed('EROFS');
  const to = edit(union, ctx);
  const bytes = new Uint8Array(size);
  bytes.set(bytesOf(inode, ctx.contents).subarray(0, size));
  rewrite(to, node, bytes);
  return done(to);
};
