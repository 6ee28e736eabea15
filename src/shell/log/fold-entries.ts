import type { Event } from '../../core/event.ts';
import { Impossible } from '../../core/kernel/impossible.ts';
import { batchesOf, batchSize, GroupedReplay, Misfit } from '../../core/replay.ts';
import { emptyWorld, evolve, type World } from '../../core/world.ts';
import { BadInput } from '../bad-input.ts';

type Told = { readonly seq: number; readonly event: Event };

/**
 * Events of a log are checked one by one against the schema; that they fit each other shows when they are folded. A log
 * that tells of a file in a directory that never was is bad input like any other.
 */
export const evolveEntry = (world: World, entry: Told): World => {
  try {
    return evolve(world, entry.event);
  } catch (error) {
    throw misfit(error, entry);
  }
};

/** The same for many events at once, several times faster. */
export const foldEntries = (entries: Iterable<Told>, from: World = emptyWorld): World => {
  const replay = new GroupedReplay(from);
  for (const batch of batchesOf(entries, batchSize)) addTo(replay, batch);
  return replay.world();
};

const addTo = (replay: GroupedReplay, batch: readonly Told[]): void => {
  try {
    replay.add(batch.map(({ event }) => event));
  } catch (error) {
    const entry = error instanceof Misfit ? batch[error.at] : undefined;
    throw entry ? misfit(error, entry) : error;
  }
};

const misfit = (error: unknown, { seq, event }: Told): unknown =>
  error instanceof Impossible
    ? new BadInput(`event ${seq}: ${event.type} does not fit what came before it: ${error.message}`)
    : error;
