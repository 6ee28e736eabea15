import { accept, fail, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import { ofContainer } from '../../../lifecycle/story.ts';
import type { Verb } from '../../verbs.ts';
import { mounted, unmount } from './mounting.ts';
import { openedFor, placeIn } from './place.ts';

export type GetArchive = {
  readonly issuer: 'client';
  readonly type: 'GetArchive';
  readonly container: string;
  readonly path: string;
};

/** `docker cp CONTAINER:PATH -`: the container's volumes are mounted for the call, whether it runs or not. */
export const getArchive: Verb<GetArchive> = (world, { container: reference, path }, { entropy: { now } }) => {
  const container = openedFor(world, reference, path);
  if (isRejection(container)) return reject(container);
  const story = mounted(world, container, now);
  const place = placeIn(story.world, container, reference, path, false);
  if (!isRejection(place)) story.tell(ofContainer(container.id, now, 'ContainerObserved', { action: 'archive-path' }));
  unmount(story, container, now);
  return isRejection(place) ? fail(place, story.events) : accept(story.events);
};
