import type { Instant, VolumeName } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { unionOf } from '../mounts/union-of.ts';
import {
  child,
  type Ino,
  type Inode,
  type InodeData,
  isDirectory,
  list,
  type Node,
  resolve,
  root,
  rootIno,
  type TreeChange,
  type Union,
} from '../overlay/index.ts';
import type { Mount } from '../streams/container/config.ts';
import type { Container } from '../streams/container/container.ts';
import { nothingToCopy } from '../streams/container/start-rejections.ts';
import type { Story } from './story.ts';

/**
 * At create an empty volume is given what the image has at its mount point: everything below, and the directory's own
 * mode and owner. A volume that holds something keeps it; over a file an empty one is refused (measured, docs/facts.md).
 */
export const populateVolumes = (story: Story, container: Container, at: Instant): Rejection | undefined => {
  const union = container.mounts.some(isCopied) ? unionOf(story.world, container.id) : undefined;
  if (!union) return undefined;
  for (const mount of container.mounts) {
    const volume = story.world.volumes.get(mount.name as VolumeName);
    if (!volume || !isCopied(mount) || volume.content.inodes.size > 1 || isNoCopy(container, mount)) continue;
    const source = resolve(union, mount.destination, root, true);
    if (typeof source === 'string') continue;
    if (!isDirectory(source))
      return nothingToCopy(story.world.writeLayers.get(container.id)?.mountId ?? '', mount.destination);
    const changes = copied(union, source, volume.content.next);
    story.tell({
      stream: 'volume',
      id: volume.name,
      type: 'VolumeChanged',
      at,
      operation: 'populate',
      path: '/',
      changes,
    });
  }
  return undefined;
};

const isCopied = ({ type, borrowed, mode = '' }: Mount): boolean =>
  type === 'volume' && !borrowed && !mode.split(',').includes('nocopy');

const isNoCopy = ({ hostConfig }: Container, { destination }: Mount): boolean =>
  hostConfig.Mounts?.some(({ Target, VolumeOptions }) => Target === destination && VolumeOptions?.NoCopy === true) ??
  false;

/** The tree below a directory as changes of an empty one; names of one inode stay names of one. */
const copied = (union: Union, from: Node, first: Ino): readonly TreeChange[] => {
  const changes: TreeChange[] = [{ set: rootIno, node: dataOf(from.inode) }];
  const made = new Map<Inode, Ino>();
  let next = first;
  const copyInto = (dir: Node, into: Ino): void => {
    for (const name of list(union, dir)) {
      const node = child(union, dir, name);
      if (!node) continue;
      const before = made.get(node.inode);
      const ino = before ?? next++;
      if (before === undefined) changes.push({ make: ino, node: dataOf(node.inode) });
      if (!isDirectory(node) && node.inode.nlink > 1) made.set(node.inode, ino);
      changes.push({ in: into, name, ino });
      if (isDirectory(node)) copyInto(node, ino);
    }
  };
  copyInto(from, rootIno);
  return changes;
};

const dataOf = ({ nlink: _, entries: __, ...data }: Inode): InodeData => {
  const { origin: ___, ...plain } = data;
  if (plain.kind !== 'directory') return plain;
  const { opaque: ____, ...directory } = plain;
  return directory;
};
