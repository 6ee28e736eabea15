import type { HostEvent } from '../streams/host/events.ts';
import { evolveHost } from '../streams/host/evolve.ts';
import type { Host } from '../streams/host/host.ts';
import type { ProcessEnding } from './ending.ts';

/** What happened on the host, what it is like afterwards, and which mains and execs ended on the way. */
export type Story = {
  readonly host: Host;
  readonly events: readonly HostEvent[];
  readonly ended: readonly ProcessEnding[];
};

/** A story while it is being told: events are folded at once, so that the next sentence knows the last. */
export type Telling = { host: Host; readonly events: HostEvent[]; readonly ended: ProcessEnding[] };

export const begin = (host: Host): Telling => ({ host, events: [], ended: [] });

export const tell = (telling: Telling, event: HostEvent): void => {
  telling.events.push(event);
  telling.host = evolveHost(telling.host, event);
};
