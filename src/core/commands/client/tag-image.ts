import { findImage } from '../../images/find-image.ts';
import { tagEvents, tagTarget } from '../../images/tag-image.ts';
import { accept, reject } from '../../kernel/decision.ts';
import type { Verb } from '../verbs.ts';

export type TagImage = {
  readonly issuer: 'client';
  readonly type: 'TagImage';
  readonly image: string;
  readonly repo: string;
  readonly tag?: string;
};

/** `docker tag` gives an image one more name, or moves the name from another image. */
export const tagImage: Verb<TagImage> = (world, { image, repo, tag }, { entropy }) => {
  const found = findImage(world, image);
  if ('rejection' in found) return reject(found.rejection);
  const target = tagTarget(repo, tag);
  if ('rejection' in target) return reject(target.rejection);
  return accept(tagEvents(found.image.id, target.named, entropy.now));
};
