import { accept, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import type { Verb } from '../../verbs.ts';
import { mounting } from './mounting.ts';
import { placeOf } from './place.ts';

export type GetArchive = {
  readonly issuer: 'client';
  readonly type: 'GetArchive';
  readonly container: string;
  readonly path: string;
};

/** `docker cp CONTAINER:PATH -`: the container's volumes are mounted for the call, whether it runs or not. */
export const getArchive: Verb<GetArchive> = (world, { container, path }, { entropy: { now } }) => {
  const place = placeOf(world, container, path, false);
  if (isRejection(place)) return reject(place);
  return accept(
    mounting(world, place.container, now, [
      { stream: 'container', id: place.container.id, type: 'ContainerObserved', action: 'archive-path', at: now },
    ]),
  );
};
