import { Command } from 'commander';
import { logNames } from '../stores/open-store.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly log?: string; readonly seed?: string; readonly registry?: readonly string[] };

export const runCommand: Subcommand = (io, end) =>
  new Command('run')
    .summary('run a script of docker command lines')
    .description('Runs `docker …` lines on a modelled engine and prints what docker would print.')
    .argument('<script>', 'file of docker lines; - for standard input, a conversation on a terminal')
    .option('--log <log>', `event log to begin or to go on with: ${logNames}`)
    .option('--seed <seed>', 'fixes ids and times: the same script gives the same log on every machine')
    .option('--registry <dir...>', 'OCI layouts to pull from, before the embedded registry')
    .addHelpText('after', '\nThe exit code is that of the last line, or 2 when a line can not be understood.')
    .action(async (script: string, { log, seed, registry = [] }: Options) => {
      const { runScript } = await import('../run/index.ts');
      end(
        await runScript({
          script,
          layouts: registry,
          out: io.out,
          err: io.err,
          ...(log !== undefined && { log }),
          ...(seed !== undefined && { seed }),
        }),
      );
    });
