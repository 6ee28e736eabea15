import { accept, reject } from '../../../kernel/decision.ts';
import { isRejection } from '../../../lifecycle/find-container.ts';
import type { Verb } from '../../verbs.ts';
import { placeOf } from './place.ts';

export type StatArchive = {
  readonly issuer: 'client';
  readonly type: 'StatArchive';
  readonly container: string;
  readonly path: string;
};

/** The first half of every cp: does the path exist. Leaves no event. */
export const statArchive: Verb<StatArchive> = (world, { container, path }) => {
  const place = placeOf(world, container, path, false);
  return isRejection(place) ? reject(place) : accept([]);
};
