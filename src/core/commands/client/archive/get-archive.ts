import { accept, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import type { Verb } from '../../verbs.ts';
import { mounted, mounting, refusedCp } from './mounting.ts';
import { placeOf } from './place.ts';

export type GetArchive = {
  readonly issuer: 'client';
  readonly type: 'GetArchive';
  readonly container: string;
  readonly path: string;
};

/** `docker cp CONTAINER:PATH -`: the container's volumes are mounted for the call, whether it runs or not. */
export const getArchive: Verb<GetArchive> = (world, { container, path }, { entropy: { now } }) => {
  const under = mounted(world, container, path, now);
  if (under.refusal) return reject(under.refusal);
  const place = placeOf(under.world, container, path, false);
  if (isRejection(place)) return refusedCp(under, place, now);
  return accept(
    mounting(under.world, place.container, now, [
      ...under.made,
      { stream: 'container', id: place.container.id, type: 'ContainerObserved', action: 'archive-path', at: now },
    ]),
  );
};
