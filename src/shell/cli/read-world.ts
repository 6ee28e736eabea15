import type { Event } from '../../core/event.ts';
import type { Instant } from '../../core/kernel/brand.ts';
import { epoch, parseInstant } from '../../core/kernel/instant.ts';
import { replayGrouped } from '../../core/replay.ts';
import type { World } from '../../core/world.ts';
import { BadInput } from '../bad-input.ts';
import { readLog } from '../log/read-log.ts';
import type { Entry } from '../log/record.ts';

/** How far a log is replayed: to the end, up to a sequence number, or up to a moment. */
export type Until = { readonly seq: number } | { readonly time: Instant } | undefined;

export const untilOf = (text: string | undefined): Until => {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return { seq: Number(text) };
  const time = parseInstant(text) ?? parseInstant(`${text}T00:00:00Z`);
  if (time === undefined) throw new BadInput(`${text}: neither a sequence number nor a time like 2024-01-01T00:00:00Z`);
  return { time };
};

/** The events of a log up to there. A sequence number that the log does not reach is bad input. */
export function* entriesUntil(log: string, until: Until): Generator<Entry> {
  let last = 0;
  if (until && 'seq' in until && until.seq === 0) return;
  for (const entry of readLog(log)) {
    if (until && 'time' in until && entry.event.at > until.time) return;
    yield entry;
    last = entry.seq;
    if (until && 'seq' in until && last === until.seq) return;
  }
  if (until && 'seq' in until) throw new BadInput(`${log}: there is no event ${until.seq}; the last is ${last}`);
}

/** A point of a history: the world, how many events led there, and the time of the last. */
export type Point = { readonly world: World; readonly seq: number; readonly now: Instant };

/** Folds a log up to a point, several hundred thousand events a second. */
export const pointOf = (entries: Iterable<Entry>): Point => {
  let seq = 0;
  let now = epoch;
  const events = function* (): Generator<Event> {
    for (const entry of entries) {
      seq = entry.seq;
      if (entry.event.at > now) now = entry.event.at;
      yield entry.event;
    }
  };
  const world = replayGrouped(events());
  return { world, seq, now };
};
