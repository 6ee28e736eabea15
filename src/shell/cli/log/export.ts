import { Command } from 'commander';
import { emptyWorld } from '../../../core/world.ts';
import { dockerEvent } from '../../../views/docker-events.ts';
import { BadInput } from '../../bad-input.ts';
import { cloudEvent } from '../../log/cloud-event.ts';
import { dockerEventJson } from '../../log/docker-event-json.ts';
import { evolveEntry } from '../../log/fold-entries.ts';
import { readLog } from '../../log/read-log.ts';
import { lineOf } from '../../log/record.ts';
import { logNames } from '../../stores/open-store.ts';
import type { Io } from '../io.ts';
import type { Subcommand } from '../program.ts';

type Options = { readonly dockerEvents?: true; readonly cloudevents?: true; readonly source: string };

export const exportCommand: Subcommand = (io) =>
  new Command('export')
    .summary('print a log in a form that others read')
    .description('Prints a log as JSON Lines in a form that other programs read.')
    .argument('<log>', `event log: ${logNames}; - for standard input`)
    .option('--docker-events', "Docker's own event stream, as GET /events gives it")
    .option('--cloudevents', 'CloudEvents 1.0, one an event')
    .option('--source <uri>', 'the source that CloudEvents name', 'plimsoll:/')
    .action((log: string, { dockerEvents, cloudevents, source }: Options) => {
      if (dockerEvents === cloudevents) throw new BadInput('as what? Either --docker-events or --cloudevents');
      if (dockerEvents) printDockerEvents(io, log);
      else for (const entry of readLog(log)) io.out(`${JSON.stringify(cloudEvent(lineOf(entry), source))}\n`);
    });

const printDockerEvents = (io: Io, log: string): void => {
  let world = emptyWorld;
  for (const entry of readLog(log)) {
    const told = dockerEvent(world, entry.event);
    if (told) io.out(`${dockerEventJson(told)}\n`);
    world = evolveEntry(world, entry);
  }
};
