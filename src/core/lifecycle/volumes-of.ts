import type { ContainerId, Instant, VolumeName } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { isHidden, isInUse } from '../streams/container/config.ts';
import type { Container } from '../streams/container/container.ts';
import { volumeIsGone } from '../streams/volume/rejections.ts';
import { ofContainer, type Story } from './story.ts';

/**
 * The first mount of volumes that were taken over makes the container their user; until then they may be removed, and are
 * missed now (measured, docs/facts.md).
 */
export const takeVolumes = (story: Story, { id, mounts }: Container, at: Instant): Rejection | undefined => {
  const borrowed = mounts.filter((mount) => mount.borrowed && !isHidden(mounts, mount));
  const missing = borrowed.find(({ name }) => !story.world.volumes.has(name as VolumeName));
  if (missing) return volumeIsGone(missing.name ?? '');
  if (borrowed.length > 0) story.tell(ofContainer(id, at, 'BorrowedVolumesTaken', {}));
  return undefined;
};

/** A volume is mounted once a container for each of its mount points; the end of a run lets go of it. */
export const mountVolumes = (story: Story, { id: container, mounts }: Container, at: Instant): void => {
  for (const mount of mounts) {
    const { name, destination, rw } = mount;
    if (name === undefined || isHidden(mounts, mount)) continue;
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeMounted', at, container, destination, rw });
  }
};

export const unmountVolumes = (story: Story, container: ContainerId, at: Instant): void => {
  for (const mount of story.container(container).mounts) {
    if (mount.name === undefined || !isInUse(mount)) continue;
    story.tell({ stream: 'volume', id: mount.name as VolumeName, type: 'VolumeUnmounted', at, container });
  }
};

/** `rm -v` and auto-remove delete the volumes that nobody named, unless somebody else uses them. */
export const removeAnonymousVolumes = (story: Story, { id, mounts }: Container, at: Instant): void => {
  for (const mount of mounts) {
    const { name, anonymous } = mount;
    if (name === undefined || !anonymous || !isInUse(mount)) continue;
    const users = story.world.indexes.volumeContainers.get(name as VolumeName);
    if (users !== undefined && (users.size > 1 || !users.has(id))) continue;
    if (!story.world.volumes.has(name as VolumeName)) continue;
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeRemoved', at });
  }
};
