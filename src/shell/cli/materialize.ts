import { resolve } from 'node:path';
import { Command } from 'commander';
import { openWorld } from '../log/open-world.ts';
import { logNames } from '../stores/open-store.ts';
import { jsonText } from '../text/json-text.ts';
import { printable } from '../text/printable.ts';
import type { Subcommand } from './program.ts';
import { untilOf } from './read-world.ts';

type Options = { readonly as?: string; readonly until?: string; readonly json?: true };

export const materializeCommand: Subcommand = (io) =>
  new Command('materialize')
    .summary('write the data root that a log leads to')
    .description(
      'Writes /var/lib/docker as the log leaves it into a directory: owners, modes, devices, attributes and all. ' +
        'A Docker Engine 20.10 can be started on it. Needs root. A run that was cut off goes on where it stopped.',
    )
    .argument('<log>', `event log: ${logNames}`)
    .argument('<dir>', 'empty directory, or one that is not there yet')
    .option('--as <path>', "where the engine will see it; the directory's own path if not given")
    .option('--until <point>', 'the state at a sequence number or at a time')
    .option('--json', 'print what was written as JSON')
    .action(async (log: string, dir: string, { as, until, json }: Options) => {
      const { materialize } = await import('../data-root/write/materialize.ts');
      const { bytesOfLog } = await import('../data-root/log-bytes.ts');
      const { world } = openWorld(log, untilOf(until));
      const target = resolve(dir);
      const written = await materialize(world, bytesOfLog(log), target, {
        as: as ?? target,
        ...(io.isTerminal && {
          progress: ({ units }, path) => io.err(`\r${units} ${printable(path).slice(0, 100)}\u001b[K`),
        }),
      });
      if (io.isTerminal) io.err('\r\u001b[K');
      const { units, kept, objects } = written;
      io.out(
        json
          ? jsonText({ dir: target, ...written })
          : `${printable(target)}: ${units} layers, containers and volumes, ${objects} objects${kept > 0 ? `, ${kept} were there already` : ''}\n`,
      );
    });
