import { resolve } from 'node:path';
import { Command } from 'commander';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';
import type { Subcommand } from './program.ts';

type Options = { readonly log: string; readonly json?: true };

export const ingestCommand: Subcommand = (io) =>
  new Command('ingest')
    .summary("make a log of a real engine's data root")
    .description(
      'Reads the data root of a stopped engine (overlay2), changes nothing in it, and writes a log that leads to that state: ' +
        'images, layers, containers with what they wrote, volumes. Needs root.',
    )
    .argument('[dir]', 'data root', '/var/lib/docker')
    .requiredOption('--log <log>', `event log to write, there must be none yet: ${logNames}`)
    .option('--json', 'print what was read as JSON')
    .action(async (dir: string, { log, json }: Options) => {
      const { runIngest } = await import('../data-root/ingest/run-ingest.ts');
      const read = await runIngest(resolve(dir), log);
      const { images, layers, containers, volumes, events } = read;
      io.out(
        json
          ? jsonText(read)
          : `${printable(log)}: ${images} images, ${layers} layers, ${containers} containers, ${volumes} volumes in ${events} events\n`,
      );
    });
