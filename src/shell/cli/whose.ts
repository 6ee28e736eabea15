import { resolve } from 'node:path';
import { Command } from 'commander';
import { BadInput } from '../bad-input.ts';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';
import { untilOf } from './read-world.ts';

type Options = { readonly until?: string; readonly json?: true };

export const whoseCommand: Subcommand = (io) =>
  new Command('whose')
    .summary('say to whom a path of the host belongs')
    .description(
      "Says what a path under /var/lib/docker is, which images and containers stand on it, and at which path each container sees it, or what hides it there. A bind's source too.",
    )
    .argument('<log|dir>', `event log (${logNames}), or data root`)
    .argument('<path>', 'absolute path on the host')
    .option('--until <point>', 'of a log: the state at a sequence number or at a time')
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', '\nExit code 2 when no image, container or volume has anything to do with the path.')
    .action(async (from: string, path: string, { until, json }: Options) => {
      const { openEstate } = await import('../data-root/explain/open-estate.ts');
      const { whoseIs } = await import('../../views/data-root/whose.ts');
      const { renderWhose } = await import('../data-root/explain/render-whose.ts');
      const answer = whoseIs(openEstate(from, untilOf(until)), resolve(path));
      if (!answer) throw new BadInput(`${path}: belongs to no image, container or volume of ${from}`);
      io.out(json ? jsonText(answer) : renderWhose(answer));
    });
