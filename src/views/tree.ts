import { topLayerOf } from '../core/indexes.ts';
import type { ContainerId, Instant } from '../core/kernel/brand.ts';
import { lowerOf, unionOf } from '../core/mounts/union-of.ts';
import { emptyTree, isErrno, type Node, resolve, root, sizeOf, type Union, walkMerged } from '../core/overlay/index.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { World } from '../core/world.ts';

/** One object of a merged view, as `ls -l` and `docker export` see it. */
export type TreeRow = {
  /** Absolute. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly mtime: Instant;
  /** Of a file's content. */
  readonly digest?: string;
  /** A symlink's target. */
  readonly linkname?: string;
  readonly device?: readonly [major: number, minor: number];
};

/** An image's file system: its layers under an empty upper. */
export const unionOfImage = (world: World, image: Image): Union => ({
  lower: lowerOf(world, topLayerOf(image)),
  upper: emptyTree(),
});

export const unionOfContainer = (world: World, id: ContainerId): Union | undefined => unionOf(world, id);

/** Everything at and below a path, parents first, siblings bytewise; `undefined` when nothing is there. */
export const tree = (union: Union, path = '/'): readonly TreeRow[] | undefined => {
  const found = resolve(union, path, root, true);
  if (isErrno(found)) return undefined;
  const at = pathOf(found);
  const rows: TreeRow[] = [];
  const own = rowOf(at === '' ? '/' : at, found);
  if (own) rows.push(own);
  if (found.inode.kind !== 'directory') return rows;
  for (const { path: below, node } of walkMerged(union, found, at)) {
    const row = rowOf(below, node);
    if (row) rows.push(row);
  }
  return rows;
};

const pathOf = (node: Node): string => (node.parent ? `${pathOf(node.parent)}/${node.name}` : '');

const rowOf = (path: string, { inode }: Node): TreeRow | undefined => {
  const { mode, uid, gid, mtime } = inode;
  const frame = { path, mode, uid, gid, size: sizeOf(inode), mtime };
  switch (inode.kind) {
    case 'file':
      return { ...frame, type: 'file', digest: inode.content };
    case 'symlink':
      return { ...frame, type: 'symlink', linkname: inode.target };
    case 'device':
      return { ...frame, type: inode.device, device: [inode.major, inode.minor] };
    case 'whiteout':
      return undefined;
    default:
      return { ...frame, type: inode.kind };
  }
};
