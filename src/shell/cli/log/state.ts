import { Command } from 'commander';
import { stateLines } from '../../../core/snapshot.ts';
import { openWorld } from '../../log/open-world.ts';
import { stateHash } from '../../log/snapshots.ts';
import { logNames } from '../../stores/open-store.ts';
import { jsonText } from '../../text/json-text.ts';
import type { Subcommand } from '../program.ts';
import { untilOf } from '../read-world.ts';

type Options = { readonly until?: string; readonly lines?: true; readonly json?: true };

export const stateCommand: Subcommand = (io) =>
  new Command('state')
    .summary('the state hash at a point of a log')
    .description(
      'Prints the hash of the state that a log leads to. Two implementations that fold the same events have the same hash;\n' +
        'where they do not, the lines that are hashed show the difference (docs/log.md).',
    )
    .argument('<log>', `event log: ${logNames}; - for standard input`)
    .option('--until <point>', 'stop after this sequence number, or before the first event later than this time')
    .option('--lines', 'print the canonical lines instead of their hash')
    .option('--json', 'print hash and position as JSON')
    .action((log: string, { until, lines, json }: Options) => {
      const { world, seq, hash } = openWorld(log, untilOf(until));
      if (lines) for (const line of stateLines(world)) io.out(`${line}\n`);
      else if (json) io.out(jsonText({ seq, state: stateHash(world), log: hash }));
      else io.out(`${stateHash(world)}\n`);
    });
