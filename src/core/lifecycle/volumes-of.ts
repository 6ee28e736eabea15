import type { ContainerId, Instant, VolumeName } from '../kernel/brand.ts';
import type { Container } from '../streams/container/container.ts';
import type { Story } from './story.ts';

/** A volume is mounted once a container for each of its mount points; the end of a run lets go of it. */
export const mountVolumes = (story: Story, { id: container, mounts }: Container, at: Instant): void => {
  for (const { name, destination, rw } of mounts) {
    if (name === undefined) continue;
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeMounted', at, container, destination, rw });
  }
};

export const unmountVolumes = (story: Story, container: ContainerId, at: Instant): void => {
  for (const { name } of story.container(container).mounts) {
    if (name === undefined) continue;
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeUnmounted', at, container });
  }
};

/** `rm -v` and auto-remove delete the volumes that nobody named, unless somebody else uses them. */
export const removeAnonymousVolumes = (story: Story, { id, mounts }: Container, at: Instant): void => {
  for (const { name, anonymous } of mounts) {
    if (name === undefined || !anonymous) continue;
    const users = story.world.indexes.volumeContainers.get(name as VolumeName);
    if (users !== undefined && (users.size > 1 || !users.has(id))) continue;
    if (!story.world.volumes.has(name as VolumeName)) continue;
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeRemoved', at });
  }
};
