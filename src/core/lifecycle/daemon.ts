import type { Context } from '../commands/context.ts';
import type { Event } from '../event.ts';
import type { Entropy } from '../kernel/entropy.ts';
import type { ProcessEnding } from '../processes/ending.ts';
import type { World } from '../world.ts';

/** A daemon that shuts down stops every running container first. */
export const stopForShutdown = (_world: World, _entropy: Entropy): readonly Event[] => [];

/** A daemon that comes up looks after the containers that it left behind. */
export const afterDaemonStart = (
  _world: World,
  _ended: readonly ProcessEnding[],
  _context: Context,
): readonly Event[] => [];
