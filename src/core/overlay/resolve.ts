import { byteLength } from './byte-order.ts';
import { type Errno, isErrno, type Who } from './outcome.ts';
import { mayAccess } from './permission.ts';
import { child, isDirectory, type Node, rootOf, type Union } from './union.ts';

/** Where a path's last component stands: in which directory, and whether it is a real name. */
export type Place = {
  readonly dir: Node;
  readonly last: string;
  readonly kind: 'name' | 'dot' | 'dotdot' | 'root';
  readonly slash: boolean;
};

/** One walk: the kernel follows at most 40 symlinks in it (measured: 40 ok, 41 ELOOP). */
export type Walk = { readonly union: Union; readonly who: Who; links: number };

const maxLinks = 40;
const maxName = 255;
const maxPath = 4095;

export const walkOf = (union: Union, who: Who): Walk => ({ union, who, links: 0 });

/** The directory that relative paths start at. */
export const startOf = (walk: Walk): Node | Errno => {
  const { cwd = '/' } = walk.who;
  if (typeof cwd !== 'string') return cwd;
  return cwd === '/' ? rootOf(walk.union) : resolveFrom(walk, rootOf(walk.union), cwd, true);
};

/** The object a path leads to. A trailing slash follows a link and demands a directory. */
export const resolve = (union: Union, path: string, who: Who, follow: boolean): Node | Errno => {
  const walk = walkOf(union, who);
  const start = path.startsWith('/') ? rootOf(union) : startOf(walk);
  return isErrno(start) ? start : resolveFrom(walk, start, path, follow);
};

/** The parent of a path's last component, which need not exist. */
export const resolveParent = (union: Union, path: string, who: Who): Place | Errno => {
  const walk = walkOf(union, who);
  const start = path.startsWith('/') ? rootOf(union) : startOf(walk);
  return isErrno(start) ? start : placeFrom(walk, start, path);
};

export const resolveFrom = (walk: Walk, start: Node, path: string, follow: boolean): Node | Errno => {
  const place = placeFrom(walk, start, path);
  if (isErrno(place)) return place;
  const unknowable = nameProblem(place);
  if (unknowable) return unknowable;
  const found = nodeAt(walk, place);
  if (found === undefined) return 'ENOENT';
  if (found.inode.kind === 'symlink' && (follow || place.slash)) {
    const target = followed(walk, place.dir, found.inode.target);
    return !isErrno(target) && place.slash && !isDirectory(target) ? 'ENOTDIR' : target;
  }
  return place.slash && !isDirectory(found) ? 'ENOTDIR' : found;
};

/** What stands at a place now. */
export const nodeAt = ({ union }: Walk, { dir, last, kind }: Place): Node | undefined => {
  if (kind === 'name') return child(union, dir, last);
  return kind === 'dotdot' ? (dir.parent ?? dir) : dir;
};

/** Counts one more symlink of the walk; `true` when it was one too many. */
export const tooManyLinks = (walk: Walk): boolean => ++walk.links > maxLinks;

const followed = (walk: Walk, dir: Node, target: string): Node | Errno =>
  tooManyLinks(walk) ? 'ELOOP' : resolveFrom(walk, dir, target, true);

/** Walks all but the last component. */
export const placeFrom = (walk: Walk, start: Node, path: string): Place | Errno => {
  if (path === '') return 'ENOENT';
  if (path.length * 3 > maxPath && byteLength(path) > maxPath) return 'ENAMETOOLONG';
  let dir = path.startsWith('/') ? rootOf(walk.union) : start;
  let last: string | undefined;
  for (const part of path.split('/')) {
    if (part === '') continue;
    if (last !== undefined) {
      const next = step(walk, dir, last);
      if (isErrno(next)) return next;
      dir = next;
    }
    last = part;
  }
  if (last === undefined) return { dir, last: '', kind: 'root', slash: false };
  if (!mayAccess(dir.inode, walk.who, 1)) return 'EACCES';
  return { dir, last, kind: last === '.' ? 'dot' : last === '..' ? 'dotdot' : 'name', slash: path.endsWith('/') };
};

/** One component that must lead to a directory; even `.` needs the right to search. */
const step = (walk: Walk, dir: Node, part: string): Node | Errno => {
  if (!mayAccess(dir.inode, walk.who, 1)) return 'EACCES';
  if (part === '.') return dir;
  if (part === '..') return dir.parent ?? dir;
  const unknowable = nameProblem({ dir, last: part, kind: 'name' });
  if (unknowable) return unknowable;
  const found = child(walk.union, dir, part);
  if (found === undefined) return 'ENOENT';
  const next = found.inode.kind === 'symlink' ? followed(walk, dir, found.inode.target) : found;
  return isErrno(next) || isDirectory(next) ? next : 'ENOTDIR';
};

/**
 * A name of more than 255 bytes is found out when it is looked up, after all that leads there; in a directory that was
 * removed nothing is looked up, and nothing can be made (measured).
 */
export const nameProblem = ({ dir, last, kind }: Pick<Place, 'dir' | 'last' | 'kind'>): Errno | undefined => {
  if (kind !== 'name') return undefined;
  if (dir.gone) return 'ENOENT';
  return isTooLong(last) ? 'ENAMETOOLONG' : undefined;
};

const isTooLong = (name: string): boolean => name.length * 3 > maxName && byteLength(name) > maxName;
