import { streamOf } from '../../core/event.ts';
import { sameWorld } from '../../core/same-world.ts';
import type { World } from '../../core/world.ts';
import { BadInput } from '../bad-input.ts';
import { foldEntries } from './fold-entries.ts';
import type { Entry } from './record.ts';
import { byCommand } from './time-travel.ts';

/** A history without what left nothing behind. */
export type Compacted = {
  /** The events of each command that is left, numbered anew. */
  readonly commands: readonly (readonly Entry[])[];
  readonly dropped: number;
};

/**
 * Drops the streams of what is gone (removed containers with their layers, images, volumes, references) and what the
 * host's stream tells of processes that are gone, as long as the world at the end is the same without it.
 */
export const compact = (history: () => Iterable<Entry>): Compacted => {
  const world = foldEntries(history());
  const alive = streamsOf(world);
  const isOfTheLiving = ({ event }: Entry): boolean => alive.has(streamOf(event));
  const dead = ofDeadProcesses(history());
  const without = (drops: (entry: Entry) => boolean): Compacted => renumbered(history(), drops);
  const most = without((entry) => !isOfTheLiving(entry) || dead.has(entry.seq));
  // The host counts what it gives out; where dead processes still show in it, their events stay.
  if (leadsTo(most, world)) return most;
  const less = without((entry) => !isOfTheLiving(entry));
  if (leadsTo(less, world)) return less;
  throw new BadInput('this log does not lead to the same world without what is gone; it is left as it is');
};

const leadsTo = ({ commands }: Compacted, world: World): boolean => {
  try {
    return sameWorld(foldEntries(commands.flat()), world);
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
};

const streamsOf = (world: World): ReadonlySet<string> => {
  const streams = new Set(['host', 'distribution']);
  for (const id of world.containers.keys()) streams.add(`container/${id}`);
  for (const id of world.writeLayers.keys()) streams.add(`write-layer/${id}`);
  for (const id of world.images.keys()) streams.add(`image/${id}`);
  for (const id of world.layers.keys()) streams.add(`layer/${id}`);
  for (const id of world.references.keys()) streams.add(`reference/${id}`);
  for (const id of world.volumes.keys()) streams.add(`volume/${id}`);
  return streams;
};

/** Numbers of the events that tell of processes which ended and were reaped. A life goes from a spawn to a reaping. */
const ofDeadProcesses = (history: Iterable<Entry>): ReadonlySet<number> => {
  const dead = new Set<number>();
  const lives = new Map<number, number[]>();
  for (const { event, seq } of history) {
    if (event.stream !== 'host' || !('pid' in event)) continue;
    if (event.type === 'ProcessSpawned') lives.set(event.pid, []);
    lives.get(event.pid)?.push(seq);
    if (event.type !== 'ProcessReaped') continue;
    for (const number of lives.get(event.pid) ?? []) dead.add(number);
    lives.delete(event.pid);
  }
  return dead;
};

const renumbered = (history: Iterable<Entry>, drops: (entry: Entry) => boolean): Compacted => {
  const commands: Entry[][] = [];
  let [seq, dropped] = [0, 0];
  for (const entries of byCommand(history)) {
    const left: Entry[] = [];
    for (const entry of entries) {
      if (drops(entry)) dropped += 1;
      else left.push({ ...entry, seq: ++seq });
    }
    if (left.length > 0) commands.push(left);
  }
  return { commands, dropped };
};
