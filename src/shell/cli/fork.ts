import { Command } from 'commander';
import { BadInput } from '../bad-input.ts';
import { forkLog } from '../log/fork-log.ts';
import { logNames, warnOnTerminal } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';

export const forkCommand: Subcommand = (io) =>
  new Command('fork')
    .summary('begin another log with the same beginning')
    .description(
      'Begins a new log with the events of another one up to a point, to try what would have happened from there on.\n' +
        'Contents are shared. `plimsoll run SCRIPT --log NEW` goes on with it, `plimsoll diff-state LOG NEW` compares.',
    )
    .argument('<log>', `event log: ${logNames}`)
    .argument('<seq>', 'sequence number of the last event of a command')
    .argument('<new>', 'the new log; nothing may be there')
    .option('--json', 'print what was copied as JSON')
    .action((log: string, seq: string, target: string, { json }: { readonly json?: true }) => {
      if (!/^\d{1,15}$/.test(seq)) throw new BadInput(`${seq}: not a sequence number`);
      const copied = forkLog(log, target, Number(seq), { warn: warnOnTerminal });
      io.out(json ? jsonText(copied) : `${copied.records} events, ${copied.blobs} blobs\n`);
    });
