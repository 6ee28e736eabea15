import { type Walk, walk } from '../../../mounts/walk.ts';
import { seenIn, whereEngineLooks } from '../../../mounts/where.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/** The engine's own walk through links (`evalSymlinksInScope`): its bound is measured. */
export const engineWalk = (world: World, container: Container, path: string): Walk =>
  walk((at) => seenIn(whereEngineLooks(world, container, at)), path, { follows: true, mostLinks: 255 });
