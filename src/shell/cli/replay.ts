import { Command } from 'commander';
import { emptyWorld } from '../../core/world.ts';
import { type DockerEvent, dockerEvent } from '../../views/docker-events.ts';
import { BadInput } from '../bad-input.ts';
import { evolveEntry } from '../log/fold-entries.ts';
import { openWorld, type Until } from '../log/open-world.ts';
import type { Point } from '../log/snapshots.ts';
import { TimeTravel } from '../log/time-travel.ts';
import { logNames } from '../stores/open-store.ts';
import { renderDockerEvent } from '../text/docker-events.ts';
import { jsonText } from '../text/json-text.ts';
import { renderChecked, renderSummary, summaryOf } from '../text/summary.ts';
import { checkLog } from './check-log.ts';
import { followLog } from './follow-log.ts';
import type { ExitCode, Io } from './io.ts';
import type { Subcommand } from './program.ts';
import { entriesUntil, untilOf } from './read-world.ts';
import type { View } from './show.ts';
import { viewHelp, views } from './views.ts';

type Options = {
  readonly until?: string;
  readonly back?: number;
  readonly follow?: true;
  readonly show?: string;
  readonly check?: true;
  readonly json?: true;
};

export const replayCommand: Subcommand = (io, end) =>
  new Command('replay')
    .summary('fold a log to any point and look at it')
    .description('Folds an event log to its end or to any point, shows a view of the world there, checks the laws.')
    .argument('<log>', `event log: ${logNames}; - for standard input`)
    .argument('[of]', "the view's argument, when it does not stand in --show")
    .option('--until <point>', 'stop after this sequence number, or before the first event later than this time')
    .option('--back <commands>', 'so many commands back from there', countOf)
    .option('--follow', 'print events as they are written, from the point on, until interrupted')
    .option('--show <view>', 'what to show, see below')
    .option('--check', 'hold every law against the log, after every event, up to the first violation')
    .option('--json', 'print data as JSON')
    .addHelpText('after', () => `\nViews:\n${viewHelp()}`)
    .action(async (log: string, of: string | undefined, options: Options) => {
      const until = untilOf(options.until);
      const show = parsed(options.show, of);
      if (options.check) end(await check(io, log, options));
      else if (options.follow) await followLog(io, log, until, { json: options.json === true, show: options.show });
      else if (show?.name === 'docker-events') printDockerEvents(io, log, options);
      else {
        const point = options.back === undefined ? openWorld(log, until) : stepsBack(log, until, options.back);
        const shown = show
          ? show.view.show(point, show.of)
          : { data: summaryOf(point), text: () => renderSummary(point) };
        io.out(options.json ? jsonText(shown.data) : shown.text());
      }
    });

const stepsBack = (log: string, until: Until, commands: number): Point => {
  const travel = new TimeTravel(entriesUntil(log, until));
  travel.go(travel.length);
  return travel.back(commands);
};

const countOf = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new BadInput(`${text}: not a number of commands`);
  return Number(text);
};

type Asked = { readonly name: string; readonly view: View; readonly of: string };

/** `--show "history redis:latest"`, or the argument as a word of its own. */
const parsed = (show: string | undefined, argument: string | undefined): Asked | undefined => {
  if (show === undefined) {
    if (argument !== undefined) throw new BadInput(`${argument}: nothing to show of it; say which view with --show`);
    return undefined;
  }
  const [name = '', ...rest] = show.trim().split(/\s+/);
  const of = [...rest, ...(argument === undefined ? [] : [argument])].join(' ');
  if (name === 'docker-events') return { name, view: { says: '', show: () => ({ data: [], text: () => '' }) }, of };
  const view = views.get(name);
  if (!view) throw new BadInput(`${name}: no such view; there are ${[...views.keys(), 'docker-events'].join(', ')}`);
  if (view.of === undefined && of !== '') throw new BadInput(`${name}: takes no argument`);
  if (view.of !== undefined && !view.optional && of === '')
    throw new BadInput(`${name}: which one? ${name} ${view.of}`);
  return { name, view, of };
};

const printDockerEvents = (io: Io, log: string, { until, json }: Options): void => {
  let world = emptyWorld;
  const all: DockerEvent[] = [];
  for (const entry of entriesUntil(log, untilOf(until))) {
    const told = dockerEvent(world, entry.event);
    if (told && json) all.push(told);
    else if (told) io.out(renderDockerEvent(told));
    world = evolveEntry(world, entry);
  }
  if (json) io.out(jsonText(all));
};

const check = async (io: Io, log: string, { until, json }: Options): Promise<ExitCode> => {
  const checked = await checkLog(entriesUntil(log, untilOf(until)), (events) => {
    if (io.isTerminal) io.err(`\r\u001b[K${events} events checked`);
  });
  if (io.isTerminal) io.err('\r\u001b[K');
  io.out(json ? jsonText(checked) : renderChecked(checked, io.colours));
  return checked.breach === undefined ? 0 : 1;
};
