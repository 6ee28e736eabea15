import { containerDiedV2 } from './container-died-v2.ts';

/** An event's own data as plain JSON: what the log keeps beside the frame. */
export type EventData = Readonly<Record<string, unknown>>;

/** Brings an event's data from one schema version to the next. It knows the old version and nothing else. */
export type Upcast = (data: EventData) => EventData;

/** For each type of event that ever changed: the steps from version 1 upwards. Old logs replay the same (law E7). */
const steps: ReadonlyMap<string, readonly Upcast[]> = new Map([['ContainerDied', [containerDiedV2]]]);

/** The version that is written today. */
export const versionOf = (type: string): number => 1 + (steps.get(type)?.length ?? 0);

/** The data as today's version has it. Versions from the future are the reader's to refuse. */
export const upcast = (type: string, version: number, data: EventData): EventData =>
  (steps.get(type) ?? []).slice(version - 1).reduce((older, step) => step(older), data);
