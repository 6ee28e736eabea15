import type { DockerEvent } from '../../views/docker-events.ts';
import { printable } from './printable.ts';

/** One line as `docker events` prints it: attributes sorted by name. */
export const renderDockerEvent = ({ at, Type, Action, Actor }: DockerEvent): string => {
  const attributes = Object.entries(Actor.Attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const tail = attributes.length === 0 ? '' : ` (${attributes.join(', ')})`;
  return `${printable(`${at} ${Type} ${Action} ${Actor.ID}${tail}`)}\n`;
};
