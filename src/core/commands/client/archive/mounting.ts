import type { Event } from '../../../event.ts';
import type { Instant, VolumeName } from '../../../kernel/brand.ts';
import { type Decision, fail, type Rejection, reject } from '../../../kernel/decision.ts';
import { findContainer, isRejection } from '../../../lifecycle/find-container.ts';
import { prepareMountPoints } from '../../../lifecycle/mount-points.ts';
import { Story } from '../../../lifecycle/story.ts';
import { takeVolumes } from '../../../lifecycle/volumes-of.ts';
import { unionOf } from '../../../mounts/union-of.ts';
import { isHidden, isInUse } from '../../../streams/container/config.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/** What a cp finds: the world with the container's mount points made, and the container if there is one to mount. */
export type Mounted = {
  readonly world: World;
  readonly made: readonly Event[];
  readonly container?: Container;
  /** A volume of it is not there any more. */
  readonly refusal?: Rejection;
};

/** Any cp mounts first, and that makes the missing mount points, whatever comes of the cp (measured, docs/facts/overlay.md). */
export const mounted = (world: World, reference: string, path: string, at: Instant): Mounted => {
  const container = path === '' ? undefined : findContainer(world, reference);
  if (!container || isRejection(container)) return { world, made: [] };
  if (container.state.status === 'dead' || container.state.status === 'removing' || !unionOf(world, container.id))
    return { world, made: [] };
  const story = new Story(world);
  const refusal = takeVolumes(story, container, at);
  if (refusal) return { world, made: [], refusal };
  const points = container.mounts.filter((mount) => mount.type !== 'tmpfs' && !isHidden(container.mounts, mount));
  prepareMountPoints(story, container, at, points);
  return { world: story.world, made: story.events, container: story.container(container.id) };
};

/** A cp that comes to nothing has mounted and unmounted all the same. */
export const refusedCp = ({ world, made, container }: Mounted, rejection: Rejection, at: Instant): Decision<Event> =>
  container ? fail(rejection, mounting(world, container, at, made)) : reject(rejection);

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
  const shown = volumes.filter((mount) => !isHidden(mounts, mount));
  const mounted = shown.map(
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
  const unmounted = volumes.filter(isInUse).map(
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
