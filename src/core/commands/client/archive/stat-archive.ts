import { accept, fail, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import type { Verb } from '../../verbs.ts';
import { mounted, unmount } from './mounting.ts';
import { openedFor, placeIn } from './place.ts';

export type StatArchive = {
  readonly issuer: 'client';
  readonly type: 'StatArchive';
  readonly container: string;
  readonly path: string;
};

/** The first half of every cp: does the path exist. Only the volumes' mounts are told. */
export const statArchive: Verb<StatArchive> = (world, { container: reference, path }, { entropy: { now } }) => {
  const container = openedFor(world, reference, path);
  if (isRejection(container)) return reject(container);
  const story = mounted(world, container, now);
  const place = placeIn(story.world, container, reference, path, false);
  unmount(story, container, now);
  return isRejection(place) ? fail(place, story.events) : accept(story.events);
};
