import type { Instant, VolumeName } from '../../../kernel/brand.ts';
import { prepareVolumePoints } from '../../../lifecycle/mount-points.ts';
import { Story } from '../../../lifecycle/story.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/**
 * What a cp does happens between mounting the container's volumes and unmounting them, whether it finds its path or not (measured:
 * both are told, also for a running container, which keeps its own mounts). Mount points that are missing are made for it, and stay.
 */
export const mounted = (world: World, container: Container, at: Instant): Story => {
  const story = new Story(world);
  for (const { name, destination, rw } of volumesIn(world, container))
    story.tell({ stream: 'volume', id: name, type: 'VolumeMounted', container: container.id, destination, rw, at });
  prepareVolumePoints(story, container, at);
  return story;
};

export const unmount = (story: Story, container: Container, at: Instant): void => {
  const { id, state } = container;
  const living = state.status === 'running' || state.status === 'paused';
  for (const { name } of volumesIn(story.world, container))
    story.tell({
      stream: 'volume',
      id: name,
      type: 'VolumeUnmounted',
      container: id,
      ...(living && { stays: true }),
      at,
    });
};

const volumesIn = (
  world: World,
  { mounts }: Container,
): readonly { readonly name: VolumeName; readonly destination: string; readonly rw: boolean }[] =>
  mounts.flatMap(({ name, destination, rw }) =>
    name !== undefined && world.volumes.has(name as VolumeName) ? [{ name: name as VolumeName, destination, rw }] : [],
  );
