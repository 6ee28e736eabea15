import { Command } from 'commander';
import { stateDiff } from '../../views/state-diff.ts';
import { BadInput } from '../bad-input.ts';
import { openWorld, type Until } from '../log/open-world.ts';
import { logNames } from '../stores/open-store.ts';
import { renderDifferences } from '../text/differences.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly json?: true };

export const diffStateCommand: Subcommand = (io) =>
  new Command('diff-state')
    .summary('what changed between two points of a log, or between two logs')
    .description('Replays to two points and prints every difference between the two states.')
    .argument('<log>', `event log: ${logNames}`)
    .argument('<first>', 'sequence number (0 is before the first event), or another log')
    .argument('[second]', 'sequence number; with two logs, of both (without it, their ends)')
    .option('--json', 'print the differences as JSON')
    .action((log: string, first: string, second: string | undefined, { json }: Options) => {
      const [before, after] = isNumber(first)
        ? [openWorld(log, sequence(first)), openWorld(log, sequence(second))]
        : [log, first].map((name) => openWorld(name, second === undefined ? undefined : sequence(second)));
      const differences = before && after ? stateDiff(before.world, after.world) : [];
      io.out(json ? jsonText(differences) : renderDifferences(differences, io.colours));
    });

const isNumber = (text: string): boolean => /^\d+$/.test(text);

const sequence = (text: string | undefined): Until => {
  if (text === undefined) throw new BadInput('up to which sequence number? Two are needed');
  if (!/^\d{1,15}$/.test(text)) throw new BadInput(`${text}: not a sequence number`);
  return { seq: Number(text) };
};
