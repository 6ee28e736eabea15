import { readFileSync, writeSync } from 'node:fs';
import type { Event } from '../../src/core/event.ts';
import { appendLog, writerOn } from '../../src/shell/log/append-log.ts';
import type { Entry } from '../../src/shell/log/record.ts';
import { writeFileStore } from '../../src/shell/stores/file-store.ts';
import { Conflict } from '../../src/shell/stores/store.ts';

// A writer that is killed, or that writes beside others: node child.js LOG EVENTS BY COMMANDS SYNC
// SYNC is command, batch, or room: command, on a file, with room from the first one on.
// It tells of each command when it is acknowledged, and not sooner.
const [log = '', file = '', by = '', commands = '0', sync = 'command'] = process.argv.slice(2);
const events: readonly Event[] = JSON.parse(readFileSync(file, 'utf8'));

/** What a command writes follows from where it stands. */
const entriesBehind = (seq: number): readonly Entry[] =>
  Array.from({ length: 1 + ((seq * 7919) % 6) }, (_, at) => ({
    seq: seq + at + 1,
    cause: { n: seq + 1, command: by, issuer: 'client' as const },
    event: events[(seq * 31 + at) % events.length] as Event,
  }));

const writer =
  sync === 'room'
    ? writerOn(writeFileStore(log, { leastRoom: 0 }))
    : appendLog(log, { sync: sync === 'batch' ? 'batch' : 'command' });
writeSync(1, `open ${writer.head().seq}\n`);
for (let left = Number(commands); left > 0; ) {
  try {
    writer.append(entriesBehind(writer.head().seq));
    writeSync(1, `${writer.head().seq}\n`);
    left -= 1;
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    const last = writer.store.last();
    if (last) writer.goOnBehind({ seq: last.seq, hash: /"hash":"(\w+)"\}$/.exec(last.text)?.[1] ?? '' });
  }
}
writer.close();
