import type { Event } from '../event.ts';
import type { ImageId, Instant } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { ambiguousTag, invalidReference, tagWithDigest } from '../streams/reference/rejections.ts';
import { familiar, familiarName, isFlaw, type Named, normalName, parseName, storedAs, withTag } from './reference.ts';

/** A name that an image shall get, or why it can not. */
export type TagTarget = { readonly named: Named } | { readonly rejection: Rejection };

/** An explicit tag wins over one written in the name; a digest is refused. */
export const tagTarget = (repo: string, tag: string | undefined): TagTarget => {
  const parsed = parseName(repo);
  const named = isFlaw(parsed) || tag === undefined || tag === '' ? parsed : withTag(parsed, tag);
  if (isFlaw(named)) return { rejection: invalidReference(named.flaw, 500) };
  if (named.digest !== undefined) return { rejection: tagWithDigest() };
  if (familiarName(named) === 'sha256') return { rejection: ambiguousTag() };
  return { named };
};

/** Moving a tag is silent for the image that had it; the `tag` event shows the name without adding `:latest`. */
export const tagEvents = (image: ImageId, named: Named, at: Instant): readonly Event[] => [
  { stream: 'reference', id: storedAs(named), type: 'ReferenceSet', at, image, announced: { typed: familiar(named) } },
  { stream: 'image', id: image, type: 'ImageLastTagged', at },
];

/** `redis` and its tags: the name that all of them share. */
export const isSameRepository = (a: Named, b: Named): boolean => normalName(a) === normalName(b);
