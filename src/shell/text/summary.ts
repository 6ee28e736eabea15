import type { Checked } from '../cli/check-log.ts';
import type { Colours } from '../cli/io.ts';
import type { Point } from '../log/snapshots.ts';
import { printable } from './printable.ts';

/** How many of everything there are at a point of a log. */
export const summaryOf = ({ world, seq, now }: Point) => ({
  events: seq,
  time: now,
  profile: world.host.profile,
  containers: world.containers.size,
  images: world.images.size,
  layers: world.layers.size,
  volumes: world.volumes.size,
  processes: world.host.processes.size,
});

export const renderSummary = (point: Point): string =>
  Object.entries(summaryOf(point))
    .map(([name, value]) => `${name.padEnd(11)}${value}\n`)
    .join('');

/** The laws that a log breaks first, or that it breaks none. */
export const renderChecked = ({ events, commands, laws, breach }: Checked, colours: Colours): string => {
  if (!breach) return `${laws} laws hold after each of ${events} events and ${commands} commands\n`;
  const { seq, type, command, broken } = breach;
  return [
    ...broken.map(
      ({ law, sentence, violation }) => `${colours.red(`✗ ${law}`)} ${sentence}\n    ${printable(violation)}\n`,
    ),
    `behind event ${seq} (${type}) of command ${command.n}:\n`,
    `    ${printable(command.line)}\n`,
  ].join('');
};
