import { Command } from 'commander';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly log: string; readonly seed?: string; readonly json?: true };

export const loadCommand: Subcommand = (io) =>
  new Command('load')
    .summary('take in images made by a real engine')
    .description('Takes in a `docker save` archive or an OCI layout (tar or directory), streamed, digests verified.')
    .argument('<image>', 'archive or directory')
    .requiredOption('--log <log>', `event log to write to, made when it is not there: ${logNames}`)
    .option('--seed <seed>', 'fixes ids and times')
    .option('--json', 'print what was loaded as JSON')
    .action(async (image: string, { log, seed, json }: Options) => {
      const { runLoad } = await import('../load/run-load.ts');
      const loaded = await runLoad(image, log, seed === undefined ? {} : { seed });
      if (json) io.out(jsonText(loaded));
      else for (const line of linesOf(loaded)) io.out(`${printable(line)}\n`);
    });

const linesOf = (loaded: Loaded): readonly string[] => loaded.lines;

type Loaded = Awaited<ReturnType<typeof import('../load/run-load.ts').runLoad>>;
