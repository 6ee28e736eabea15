import type { Digest } from '../../core/kernel/brand.ts';
import type { Inode, Tree } from '../../core/overlay/inode.ts';
import { walkTree } from '../../core/overlay/tree.ts';

/** One object of the host's file system. Small files of the engine carry their text, files of layers their digest. */
export type PathNode = {
  readonly type: 'directory' | 'file' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Text of a file that the engine writes; absent where the bytes are its own affair (bolt, gzip). */
  readonly content?: string;
  readonly digest?: Digest;
  readonly size?: number;
  /** Of a symlink. */
  readonly target?: string;
  readonly device?: readonly [major: number, minor: number];
  readonly xattrs?: Readonly<Record<string, string>>;
};

export type DataRoot = ReadonlyMap<string, PathNode>;
export type Entries = Generator<readonly [string, PathNode]>;

export const directory = (mode: number): PathNode => ({ type: 'directory', mode });
export const file = (mode: number, content?: string): PathNode => ({
  type: 'file',
  mode,
  ...(content !== undefined && { content }),
});
export const symlink = (target: string): PathNode => ({ type: 'symlink', mode: 0o777, target });

/** A tree as it lies on the disk, whiteouts as character devices 0:0, below a path that exists already. */
export function* below(path: string, tree: Tree): Entries {
  for (const [name, node] of objectsIn(tree)) yield [`${path}${name}`, node];
}

/** A tree never changes, and the trees of images are asked for again and again. */
const objectsOf = new WeakMap<Tree, readonly (readonly [name: string, node: PathNode])[]>();

const objectsIn = (tree: Tree): readonly (readonly [name: string, node: PathNode])[] => {
  const before = objectsOf.get(tree);
  if (before) return before;
  const objects = [...walkTree(tree)].map(({ path, inode }) => [path, nodeOf(inode)] as const);
  objectsOf.set(tree, objects);
  return objects;
};

export const nodeOf = (inode: Inode): PathNode => {
  const { mode, uid, gid, xattrs } = inode;
  const frame = { mode, uid, gid, ...(xattrs && { xattrs }) };
  switch (inode.kind) {
    case 'file':
      return { ...frame, type: 'file', digest: inode.content, size: inode.size };
    case 'directory':
      return inode.opaque
        ? { ...frame, type: 'directory', xattrs: { ...xattrs, 'trusted.overlay.opaque': 'y' } }
        : { ...frame, type: 'directory' };
    case 'symlink':
      return { ...frame, type: 'symlink', target: inode.target };
    case 'device':
      return { ...frame, type: inode.device, device: [inode.major, inode.minor] };
    case 'whiteout':
      return { ...frame, type: 'char', device: [0, 0] };
    default:
      return { ...frame, type: inode.kind };
  }
};

/** JSON as Go writes it: what HTML or JavaScript would stumble over is escaped. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
