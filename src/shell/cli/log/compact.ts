import { Command } from 'commander';
import { BadInput } from '../../bad-input.ts';
import { digestsIn, shareBlobs } from '../../blobs/share-blobs.ts';
import { appendLog } from '../../log/append-log.ts';
import { compact } from '../../log/compact-log.ts';
import { readLog } from '../../log/read-log.ts';
import { logNames } from '../../stores/open-store.ts';
import { jsonText } from '../../text/json-text.ts';
import type { Subcommand } from '../program.ts';

export const compactCommand: Subcommand = (io) =>
  new Command('compact')
    .summary('leave out what removed containers left')
    .description(
      'Writes a new log without the events of containers, images, layers, volumes and processes that are gone. It replays to\n' +
        'the same state, which is checked; events are numbered anew. The old log stays as it is.',
    )
    .argument('<log>', `event log: ${logNames}`)
    .argument('<new>', 'the new log; nothing may be there')
    .option('--json', 'print the counts as JSON')
    .action((log: string, target: string, { json }: { readonly json?: true }) => {
      const { commands, dropped } = compact(() => readLog(log));
      const writer = appendLog(target, { sync: 'batch' });
      try {
        if (writer.head().seq > 0) throw new BadInput(`${target}: there are records in it already`);
        for (const entries of commands) writer.append(entries);
        const { seq } = writer.head();
        const blobs = shareBlobs(log, target, function* () {
          for (const { text } of writer.store.read()) yield* digestsIn(text);
        });
        io.out(json ? jsonText({ records: seq, dropped, blobs }) : `${seq} events kept, ${dropped} dropped\n`);
      } finally {
        writer.close();
      }
    });
