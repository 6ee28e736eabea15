import type { Event } from '../event.ts';
import { evolve, type World } from '../world.ts';

/** Events of one decision as they are found, and the world after them: later steps see what earlier ones did. */
export class Changes {
  world: World;
  readonly events: Event[] = [];

  constructor(world: World) {
    this.world = world;
  }

  add(...events: readonly Event[]): void {
    for (const event of events) {
      this.events.push(event);
      this.world = evolve(this.world, event);
    }
  }
}
