import type { DiffId, Digest, Instant } from '../../core/kernel/brand.ts';
import type { Ino, Inode, Tree } from '../../core/overlay/inode.ts';
import { walkTree } from '../../core/overlay/tree.ts';

/** One object of the host's file system. Small files of the engine carry their text, files of layers their digest. */
export type PathNode = {
  readonly type: 'directory' | 'file' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: Instant;
  /** Text of a file that the engine writes. */
  readonly content?: string;
  /** What the engine packs into a file that is no text: a layer's headers, gzipped; names of volumes, in a bolt database. */
  readonly packs?: { readonly layer: DiffId } | { readonly volumes: readonly StoredVolume[] };
  readonly digest?: Digest;
  readonly size?: number;
  /** Of a symlink. */
  readonly target?: string;
  readonly device?: readonly [major: number, minor: number];
  readonly xattrs?: Readonly<Record<string, string>>;
  /** The first path of the same inode, when this is a further name of it. */
  readonly hardLink?: string;
};

/** What `volumes/metadata.db` keeps of a volume. */
export type StoredVolume = {
  readonly Name: string;
  readonly Driver: string;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly Options: Readonly<Record<string, string>> | null;
};

export const dataRootPath = '/var/lib/docker';

export type DataRoot = ReadonlyMap<string, PathNode>;
export type Entry = readonly [path: string, node: PathNode];
export type Entries = Generator<Entry>;

export const directory = (mode: number): PathNode => ({ type: 'directory', mode });
export const file = (mode: number, content?: string): PathNode => ({
  type: 'file',
  mode,
  ...(content !== undefined && { content }),
});
export const symlink = (target: string): PathNode => ({ type: 'symlink', mode: 0o777, target });

/** A tree as it lies on the disk, whiteouts as character devices 0:0, below a path that exists already. */
export function* below(path: string, tree: Tree): Entries {
  for (const [name, node] of objectsIn(tree))
    yield [`${path}${name}`, node.hardLink === undefined ? node : { ...node, hardLink: `${path}${node.hardLink}` }];
}

/** A tree never changes, and the trees of images are asked for again and again. */
const objectsOf = new WeakMap<Tree, readonly (readonly [name: string, node: PathNode])[]>();

const objectsIn = (tree: Tree): readonly (readonly [name: string, node: PathNode])[] => {
  const before = objectsOf.get(tree);
  if (before) return before;
  const first = new Map<Ino, string>();
  const objects = [...walkTree(tree)].map(({ path, ino, inode }) => {
    const hardLink = inode.kind === 'directory' || inode.nlink === 1 ? undefined : first.get(ino);
    if (hardLink === undefined) first.set(ino, path);
    return [path, hardLink === undefined ? nodeOf(inode) : { ...nodeOf(inode), hardLink }] as const;
  });
  objectsOf.set(tree, objects);
  return objects;
};

/** An inode never changes, and those of images are asked for again and again. */
const nodes = new WeakMap<Inode, PathNode>();

export const nodeOf = (inode: Inode): PathNode => {
  const before = nodes.get(inode);
  if (before) return before;
  const node = nodeMade(inode);
  nodes.set(inode, node);
  return node;
};

/** What one aggregate has in the data root: it never changes, so it is written once. */
export const once = <T extends object>(write: (it: T) => Entries): ((it: T) => readonly Entry[]) => {
  const written = new WeakMap<T, readonly Entry[]>();
  return (it) => {
    const before = written.get(it);
    if (before) return before;
    const entries = [...write(it)];
    written.set(it, entries);
    return entries;
  };
};

const nodeMade = (inode: Inode): PathNode => {
  const { mode, uid, gid, mtime, xattrs } = inode;
  const frame = { mode, uid, gid, mtime, ...(xattrs && { xattrs }) };
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
