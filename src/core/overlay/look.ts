import type { Instant } from '../kernel/brand.ts';
import type { Contents } from '../kernel/entropy.ts';
import { known } from '../kernel/impossible.ts';
import { type Errno, failed, isErrno, type Outcome, root, seen, type Who } from './outcome.ts';
import { mayAccess } from './permission.ts';
import { resolve } from './resolve.ts';
import { sizeOf } from './tree.ts';
import { child, isDirectory, list, listVisible, type Node, stackOfDirectory, type Union } from './union.ts';

/** What `stat` tells. */
export type Stat = {
  readonly kind: Exclude<Node['inode']['kind'], 'whiteout'>;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly nlink: number;
  readonly size: number;
  readonly mtime: Instant;
  /** Stands for the inode number: survives copy-up, as overlay's does. */
  readonly id: string;
  readonly device?: { readonly type: 'char' | 'block'; readonly major: number; readonly minor: number };
};

export const stat = (union: Union, path: string, who: Who = root): Outcome<Stat> =>
  look(resolve(union, path, who, true), (node) => statOf(union, node));

export const lstat = (union: Union, path: string, who: Who = root): Outcome<Stat> =>
  look(resolve(union, path, who, false), (node) => statOf(union, node));

export const readlink = (union: Union, path: string, who: Who = root): Outcome<string> =>
  look(resolve(union, path, who, false), ({ inode }) =>
    inode.kind === 'symlink' ? seen(inode.target) : failed('EINVAL'),
  );

/** The names in a directory, sorted bytewise. A name need not lead anywhere: see `list`. */
export const readdir = (union: Union, path: string, who: Who = root): Outcome<readonly string[]> =>
  look(resolve(union, path, who, true), (node) => {
    if (!isDirectory(node)) return failed('ENOTDIR');
    return mayAccess(node.inode, who, 4) ? seen(list(union, node)) : failed('EACCES');
  });

/** A file's bytes. A FIFO without writers and a device give none. */
export const readFile = (union: Union, path: string, contents: Contents, who: Who = root): Outcome<Uint8Array> =>
  look(resolve(union, path, who, true), ({ inode }) => {
    if (!mayAccess(inode, who, 4)) return failed('EACCES');
    if (inode.kind === 'directory') return failed('EISDIR');
    if (inode.kind === 'socket') return failed('ENXIO');
    return seen(inode.kind === 'file' ? bytesOf(inode, contents) : nothing);
  });

const nothing = new Uint8Array();

/** Content-addressed, so what an inode names is there. */
export const bytesOf = (
  file: { readonly content: Parameters<Contents>[0]; readonly size: number },
  contents: Contents,
) => (file.size === 0 ? nothing : known(contents(file.content), `content ${file.content}`));

const look = <V>(found: Node | Errno, see: (node: Node) => Outcome<V>): Outcome<V> =>
  isErrno(found) ? failed(found) : see(found);

export const statOf = (union: Union, node: Node): Outcome<Stat> => {
  const { inode } = node;
  const { kind, mode, uid, gid, mtime } = inode;
  if (kind === 'whiteout') return failed('ENOENT');
  const device = kind === 'device' ? { type: inode.device, major: inode.major, minor: inode.minor } : undefined;
  return seen({
    kind,
    mode,
    uid,
    gid,
    mtime,
    size: sizeOf(inode),
    nlink: kind === 'directory' ? linksOfDirectory(union, node) : inode.nlink,
    id: idOf(node),
    ...(device && { device }),
  });
};

/** Overlay's inode number: the top lower directory's, the lower file's even after copy-up, else upper's (measured). */
export const idOf = ({ parent, upper, lower, inode }: Node): string => {
  if (parent === undefined) return `upper:${upper}`;
  return lower?.origin ?? (inode.kind === 'directory' ? undefined : inode.origin) ?? `upper:${upper}`;
};

/** Measured: 1 for a merged directory, else 2 and one for each directory in it. */
const linksOfDirectory = (union: Union, dir: Node): number => {
  const stack = stackOfDirectory(dir);
  if (stack && (dir.upper !== undefined || !stack.single)) return 1;
  const isBelow = (name: string): boolean => child(union, dir, name)?.inode.kind === 'directory';
  return 2 + listVisible(union, dir).filter(isBelow).length;
};
