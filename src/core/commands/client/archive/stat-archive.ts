import { accept, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import type { Verb } from '../../verbs.ts';
import { mounted, mounting, refusedCp } from './mounting.ts';
import { placeOf } from './place.ts';

export type StatArchive = {
  readonly issuer: 'client';
  readonly type: 'StatArchive';
  readonly container: string;
  readonly path: string;
};

/** The first half of every cp: does the path exist. Tells of nothing but the mounts that it took. */
export const statArchive: Verb<StatArchive> = (world, { container, path }, { entropy: { now } }) => {
  const under = mounted(world, container, path, now);
  if (under.refusal) return reject(under.refusal);
  const place = placeOf(under.world, container, path, false);
  if (isRejection(place)) return refusedCp(under, place, now);
  return accept(mounting(under.world, place.container, now, under.made));
};
