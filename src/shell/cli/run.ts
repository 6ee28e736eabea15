import { Command } from 'commander';
import type { Subcommand } from './program.ts';

type Options = { readonly log?: string; readonly seed?: string };

export const runCommand: Subcommand = (_, end) =>
  new Command('run')
    .summary('run a script of docker command lines')
    .description('Runs `docker …` lines on a modelled engine and prints what docker would print.')
    .argument('<script>', 'file of docker lines; - for standard input, a conversation on a terminal')
    .option('--log <log>', 'event log to begin or to go on with')
    .option('--seed <seed>', 'fixes ids and times: the same script gives the same log on every machine')
    .addHelpText('after', '\nThe exit code is that of the last line, or 2 when a line can not be understood.')
    .action(async (script: string, { log, seed }: Options) => {
      const { runScript } = await import('../run/index.ts');
      end(await runScript({ script, ...(log !== undefined && { log }), ...(seed !== undefined && { seed }) }));
    });
