import type { ContainerId } from '../kernel/brand.ts';
import type { World } from '../world.ts';

/** Where a container's merged view stands on the host, as the engine's messages name it. */
export const mergedOf = ({ writeLayers }: World, id: ContainerId): string =>
  `/var/lib/docker/overlay2/${writeLayers.get(id)?.mountId ?? ''}/merged`;
