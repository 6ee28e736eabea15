import { Command } from 'commander';
import { jsonText } from '../text/json-text.ts';
import type { Subcommand } from './program.ts';
import { untilOf } from './read-world.ts';

type Options = { readonly until?: string; readonly json?: true };

export const layersCommand: Subcommand = (io) =>
  new Command('layers')
    .summary("draw an image's layers")
    .description(
      'Draws the stack of layers of images: what each adds, changes and hides, how much space is wasted on files that ' +
        'upper layers hide, and what images share. Of a docker save archive, an OCI layout, a log, a real /var/lib/docker ' +
        '(root), or an image that comes with plimsoll.',
    )
    .argument(
      '<from>',
      'archive, OCI layout, log (*.jsonl, sqlite:…, postgres:…), data root, or the name of an embedded image',
    )
    .argument('[image]', 'name or id; all images if not given')
    .option('--until <point>', 'of a log: the state at a sequence number or at a time')
    .option('--json', 'print the stacks as JSON')
    .action(async (from: string, image: string | undefined, { until, json }: Options) => {
      const { imageStacks } = await import('../data-root/explain/image-stacks.ts');
      const { renderStack } = await import('../data-root/explain/render-stack.ts');
      const stacks = await imageStacks(from, image, untilOf(until));
      io.out(json ? jsonText(stacks) : stacks.map(renderStack).join('\n'));
    });
