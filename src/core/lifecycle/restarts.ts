import type { Context } from '../commands/context.ts';
import type { Event } from '../event.ts';
import type { World } from '../world.ts';

/** The restart manager's timers that are due. */
export const fireRestarts = (_world: World, _context: Context): readonly Event[] => [];
