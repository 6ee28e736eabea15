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

/** The laws that a log breaks, or that it breaks none. */
export const renderChecked = ({ commands, laws, breaches }: Checked, colours: Colours): string => {
  if (breaches.length === 0) return `${laws} laws hold after each of ${commands} commands\n`;
  const lines = breaches.map(
    ({ law, sentence, violation, seq }) =>
      `${colours.red(`✗ ${law}`)} ${sentence}\n    ${seq === 0 ? 'the log as a whole' : `event ${seq}`}: ${printable(violation)}\n`,
  );
  return `${lines.join('')}${breaches.length} violations in ${commands} commands\n`;
};
