import type { ContainerId, ImageId } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';
import { hasMember, membersOf } from '../../kernel/multimap.ts';
import {
  imageHasChildren,
  imageHasReferences,
  imageHasStoppedContainer,
  imageRuns,
} from '../../streams/image/rejections.ts';
import type { World } from '../../world.ts';

/** What stands in the way of deleting an image. `used`: a container does. */
export type Conflict = { readonly rejection: Rejection; readonly used: boolean };

/** Which of the soft conflicts count; the hard ones always do. */
export type Softness = { readonly references: boolean; readonly stopped: boolean };

/** The engine's order: children, running containers, references, stopped containers (measured, docs/facts.md). */
export const conflictOf = (world: World, id: ImageId, soft: Softness): Conflict | undefined => {
  if (hasMember(world.indexes.imageChildren, id)) return { rejection: imageHasChildren(id), used: false };
  const running = containerOf(world, id, true);
  if (running) return { rejection: imageRuns(id, running), used: true };
  if (soft.references && hasMember(world.indexes.imageReferences, id)) {
    return { rejection: imageHasReferences(id), used: false };
  }
  const stopped = soft.stopped ? containerOf(world, id, false) : undefined;
  return stopped && { rejection: imageHasStoppedContainer(id, stopped), used: true };
};

/** A container that waits for its restart counts as running. */
const containerOf = (world: World, id: ImageId, running: boolean): ContainerId | undefined =>
  membersOf(world.indexes.imageContainers, id).find((container) => isRunning(world, container) === running);

const isRunning = (world: World, id: ContainerId): boolean => {
  switch (world.containers.get(id)?.state.status) {
    case 'running':
    case 'paused':
    case 'restarting':
      return true;
    default:
      return false;
  }
};

/** Neither a name nor a child. */
export const isDangling = (world: World, id: ImageId): boolean =>
  !hasMember(world.indexes.imageReferences, id) && !hasMember(world.indexes.imageChildren, id);
