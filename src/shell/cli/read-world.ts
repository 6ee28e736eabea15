import { parseInstant } from '../../core/kernel/instant.ts';
import { BadInput } from '../bad-input.ts';
import type { Until } from '../log/open-world.ts';
import { readLog } from '../log/read-log.ts';
import type { Entry } from '../log/record.ts';

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
