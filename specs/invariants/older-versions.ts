import type { Event } from '../../src/index.ts';

/** An event and the schema version that it is written in. */
export type Versioned = { readonly version: number; readonly event: Event };

/** An event as the oldest version of the log that could hold it wrote it; one that it could not hold stays as it is. */
export const downcast = (event: Event): Versioned => {
  if (event.type !== 'ContainerDied' || event.reported !== event.exitCode) return { version: latest(event), event };
  const { reported: _, ...older } = event;
  return { version: 1, event: older as Event };
};

const latest = ({ type }: Event): number => (type === 'ContainerDied' ? 2 : 1);
