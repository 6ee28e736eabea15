import type { Event } from '../../../event.ts';
import type { Instant, VolumeName } from '../../../kernel/brand.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/**
 * What a cp does, between mounting the container's volumes and unmounting them (measured: both are told, also for a
 * running container, which keeps its own mounts).
 */
export const mounting = (
  world: World,
  { id, mounts, state }: Container,
  at: Instant,
  events: readonly Event[],
): readonly Event[] => {
  const volumes = mounts.filter(({ name }) => name !== undefined && world.volumes.has(name as VolumeName));
  const living = state.status === 'running' || state.status === 'paused';
  const mounted = volumes.map(
    ({ name, destination, rw }): Event => ({
      stream: 'volume',
      id: name as VolumeName,
      type: 'VolumeMounted',
      container: id,
      destination,
      rw,
      at,
    }),
  );
  const unmounted = volumes.map(
    ({ name }): Event => ({
      stream: 'volume',
      id: name as VolumeName,
      type: 'VolumeUnmounted',
      container: id,
      ...(living && { stays: true }),
      at,
    }),
  );
  return [...mounted, ...events, ...unmounted];
};
