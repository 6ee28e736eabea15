import type { Instant } from '../kernel/brand.ts';
import { rootOfTmpfs, tmpfsOptions } from '../mounts/tmpfs.ts';
import { unionOf } from '../mounts/union-of.ts';
import { applyChanges, emptyTree, resolve, root, rootIno, type TreeChange } from '../overlay/index.ts';
import type { Container } from '../streams/container/container.ts';
import { engineAt, makeDirectories } from './mount-points.ts';
import { ofContainer, type Story } from './story.ts';

/**
 * Each run has a tmpfs of its own, empty but for the mount points in it. Its root has the mode of the directory that it is mounted
 * over, and only where there was none the one that was asked for (measured, docs/facts.md).
 */
export const mountTmpfs = (story: Story, container: Container, at: Instant): void => {
  for (const { type, destination } of container.mounts) {
    if (type !== 'tmpfs') continue;
    const { mode, uid = 0, gid = 0 } = tmpfsOptions(container, destination);
    const union = unionOf(story.world, container.id);
    const there = union ? resolve(union, destination, root, true) : 'ENOENT';
    const isThere = typeof there !== 'string' && there.inode.kind === 'directory';
    const bits = isThere ? there.inode.mode : mode;
    const set: TreeChange = {
      set: rootIno,
      node: rootOfTmpfs(at, { uid, gid, ...(bits !== undefined && { mode: bits }) }),
    };
    let made = { union: { lower: undefined, upper: applyChanges(emptyTree(), [set]) }, changes: [set] };
    for (const other of container.mounts)
      if (other.destination.startsWith(`${destination}/`) && other.file !== true)
        made = makeDirectories(made, other.destination.slice(destination.length), engineAt(at)) as typeof made;
    const { changes } = made;
    story.tell(
      ofContainer(container.id, at, 'TmpfsChanged', { destination, operation: 'prepare', path: '/', changes }),
    );
  }
};
