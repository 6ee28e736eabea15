import { millisOf } from '../../core/kernel/instant.ts';
import type { DockerEvent } from '../../views/docker-events.ts';

/**
 * A line of `GET /events`, as the Engine API writes it: old fields (`status`, `id`, `from`) beside the new ones. As text,
 * for `timeNano` has more digits than a number here can hold.
 */
export const dockerEventJson = ({ Type, Action, Actor, at }: DockerEvent): string => {
  const isOld = Type === 'container' || Type === 'image';
  const { image } = Actor.Attributes;
  const seconds = Math.floor(millisOf(at) / 1000);
  const event = {
    ...(isOld && { status: Action, id: Actor.ID, ...(image !== undefined && { from: image }) }),
    Type,
    Action,
    Actor,
    scope: 'local',
    time: seconds,
  };
  return `${JSON.stringify(event).slice(0, -1)},"timeNano":${seconds}${nanosOf(at)}}`;
};

/** The nine digits behind the point. */
const nanosOf = (at: string): string => at.slice(at.indexOf('.') + 1, -1);
