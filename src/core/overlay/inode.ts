import type { Digest, Instant } from '../kernel/brand.ts';
import { PersistentMap } from '../kernel/persistent-map.ts';

/** The number of an inode inside one tree; the root directory is 1. */
export type Ino = number;
export const rootIno: Ino = 1;

/** What every object carries. `mode` holds the permission, set-id and sticky bits (0o7777), no type bits. */
export type Attributes = {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: Instant;
  /** Extended attributes, overlay's private ones excluded; values as latin-1 text of the bytes. */
  readonly xattrs?: Readonly<Record<string, string>>;
};

/** What an inode is, without its attributes, names and directory entries. */
export type Shape =
  | { readonly kind: 'file'; readonly content: Digest; readonly size: number }
  | { readonly kind: 'directory'; readonly opaque?: true }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'fifo' }
  | { readonly kind: 'socket' }
  | { readonly kind: 'device'; readonly device: 'char' | 'block'; readonly major: number; readonly minor: number }
  | { readonly kind: 'whiteout' };

/** What a change writes into an inode: everything but its names, links and entries. */
export type InodeData = Shape &
  Attributes & {
    /** Set on a copied-up object: the lower object it came from (overlay's private `origin`), as `layer:ino`. */
    readonly origin?: string;
  };

/**
 * One inode. `entries` is there for directories only. `nlink` counts its names.
 * File names are text; bytes that are not UTF-8 stand as lone surrogates U+DC80 to U+DCFF.
 */
export type Inode = InodeData & {
  readonly nlink: number;
  readonly entries?: PersistentMap<string, Ino>;
};

export const noEntries: PersistentMap<string, Ino> = PersistentMap.empty();

type Entries = Inode['entries'];

/**
 * An inode of what it is and of its links; links that `data` has do not count. Plain files and directories are written out:
 * an object of a known shape is made in a hundredth of the time of a copy that grows.
 */
export const withLinks = (data: InodeData, nlink: number, entries: Entries): Inode => {
  const { mode, uid, gid, mtime } = data;
  if (isPlain(data) && data.kind === 'directory' && entries !== undefined)
    return withOrigin({ kind: 'directory', mode, uid, gid, mtime, nlink, entries }, data.origin);
  if (isPlain(data) && data.kind === 'file' && entries === undefined)
    return withOrigin(
      { kind: 'file', content: data.content, size: data.size, mode, uid, gid, mtime, nlink },
      data.origin,
    );
  return entries === undefined ? { ...data, nlink } : { ...data, nlink, entries };
};

/** The way back. */
export const withoutLinks = (inode: Inode): InodeData => {
  const { mode, uid, gid, mtime, origin } = inode;
  if (isPlain(inode) && inode.kind === 'directory')
    return withOrigin({ kind: 'directory', mode, uid, gid, mtime }, origin);
  if (isPlain(inode) && inode.kind === 'file')
    return withOrigin({ kind: 'file', content: inode.content, size: inode.size, mode, uid, gid, mtime }, origin);
  const { nlink: _, entries: __, ...data } = inode;
  return data;
};

const isPlain = (data: InodeData): boolean => data.xattrs === undefined && !(data.kind === 'directory' && data.opaque);

/** The same object, which was made just now. */
export const withOrigin = <T extends InodeData>(made: T, origin: string | undefined): T => {
  if (origin !== undefined) (made as { origin?: string }).origin = origin;
  return made;
};

/** The content of one directory of a union: an image layer, an init layer, an upper directory or a volume. */
export type Tree = {
  readonly inodes: PersistentMap<Ino, Inode>;
  /** The next free inode number. */
  readonly next: Ino;
  /** The whiteout that removals of the present mount share by hard links; it shows in the tar of a layer. */
  readonly whiteout?: Ino;
};

/**
 * One thoughtless step of a tree; what events carry. A list is applied in order, and after its last step
 * the inodes that have no name left vanish.
 */
export type TreeChange =
  /** A new inode without a name yet; a directory starts empty. `shared` marks the mount's common whiteout. */
  | { readonly make: Ino; readonly node: InodeData; readonly shared?: true }
  /** New attributes, content, opaque mark of an inode; entries and links stay. */
  | { readonly set: Ino; readonly node: InodeData }
  /** A name in a directory now leads to `ino`; what was there loses a link. */
  | { readonly in: Ino; readonly name: string; readonly ino: Ino }
  /** A name is taken out; what was there loses a link. */
  | { readonly in: Ino; readonly name: string; readonly ino?: undefined };
