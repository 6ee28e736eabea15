import type { Event } from '../event.ts';
import type { ContainerId, Instant } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import type { Container } from '../streams/container/container.ts';
import type { ContainerEvent } from '../streams/container/events.ts';
import type { HostEvent } from '../streams/host/events.ts';
import type { Host } from '../streams/host/host.ts';
import { evolve, remember, type World } from '../world.ts';

/**
 * What one decision has told so far, and the world as it stands after that. Lives and dies inside one call of decide:
 * later consequences must see the earlier ones.
 */
export class Story {
  world: World;
  private readonly before: World;
  private readonly told: Event[] = [];
  /** False while a daemon that comes up has no networks yet: then it tells of no disconnect (measured, docs/facts.md). */
  hasNetworks = true;

  constructor(world: World) {
    this.world = world;
    this.before = world;
  }

  /** What has been told; whoever folds it into the world that the story began in gets the story's own. */
  get events(): readonly Event[] {
    return remember(this.before, this.told, this.world);
  }

  tell(event: Event): void {
    this.world = evolve(this.world, event);
    this.told.push(event);
  }

  tellAll(events: readonly Event[]): void {
    for (const event of events) this.tell(event);
  }

  /** Host events that have been folded into a host already. */
  hostBecame(host: Host, events: readonly HostEvent[]): void {
    this.world = { ...this.world, host };
    for (const event of events) this.told.push(event);
  }

  container(id: ContainerId): Container {
    return known(this.world.containers.get(id), `container ${id}`);
  }
}

type Payload<T extends ContainerEvent['type']> = Omit<
  Extract<ContainerEvent, { readonly type: T }>,
  'stream' | 'id' | 'type' | 'at'
>;

/** An event of a container's own stream. */
export const ofContainer = <T extends ContainerEvent['type']>(
  id: ContainerId,
  at: Instant,
  type: T,
  payload: Payload<T>,
): ContainerEvent => ({ stream: 'container', id, type, at, ...payload }) as unknown as ContainerEvent;
