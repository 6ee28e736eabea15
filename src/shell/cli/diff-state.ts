import { Command } from 'commander';
import { stateDiff } from '../../views/state-diff.ts';
import { BadInput } from '../bad-input.ts';
import { renderDifferences } from '../text/differences.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';
import { entriesUntil, pointOf } from './read-world.ts';

export const diffStateCommand: Subcommand = (io) =>
  new Command('diff-state')
    .summary('what changed between two points of a log')
    .description('Replays a log to two points and prints every difference between the two states.')
    .argument('<log>', 'event log, JSON Lines')
    .argument('<seq1>', 'sequence number; 0 is before the first event', sequence)
    .argument('<seq2>', 'sequence number', sequence)
    .option('--json', 'print the differences as JSON')
    .action((log: string, first: number, second: number, { json }: { readonly json?: true }) => {
      const before = pointOf(entriesUntil(log, { seq: first }));
      const after = pointOf(entriesUntil(log, { seq: second }));
      const differences = stateDiff(before.world, after.world);
      io.out(json ? jsonText(differences) : renderDifferences(differences, io.colours));
    });

const sequence = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new BadInput(`${text}: not a sequence number`);
  return Number(text);
};
