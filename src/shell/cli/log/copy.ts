import { Command } from 'commander';
import { forkLog } from '../../log/fork-log.ts';
import { logNames, warnOnTerminal } from '../../stores/open-store.ts';
import { jsonText } from '../../text/json-text.ts';
import type { Subcommand } from '../program.ts';

export const copyCommand: Subcommand = (io) =>
  new Command('copy')
    .summary('copy a log into another store')
    .description(
      'Copies a log, with its blobs, into another store. The lines stay the same to the byte, and so do their hashes.',
    )
    .argument('<from>', `event log: ${logNames}`)
    .argument('<to>', 'the copy; nothing may be there')
    .option('--json', 'print what was copied as JSON')
    .action((from: string, to: string, { json }: { readonly json?: true }) => {
      const copied = forkLog(from, to, undefined, { warn: warnOnTerminal });
      io.out(json ? jsonText(copied) : `${copied.records} events, ${copied.blobs} blobs\n`);
    });
