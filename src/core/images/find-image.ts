import type { ImageId } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import type { Image } from '../streams/image/image.ts';
import { imageNotFound } from '../streams/image/rejections.ts';
import { invalidReference } from '../streams/reference/rejections.ts';
import type { World } from '../world.ts';
import { familiar, isFlaw, parseAny, storedAs, tagNameOnly } from './reference.ts';

export type FoundImage = { readonly image: Image } | { readonly rejection: Rejection };

/**
 * Which image a client means. A whole digest or 64 hex digits are an id; else a reference comes before an id prefix,
 * so a tag named like another image's id hides that image (measured, docs/facts.md).
 */
export const findImage = (world: World, typed: string): FoundImage => {
  const parsed = parseAny(typed);
  if (isFlaw(parsed)) return { rejection: invalidReference(parsed.flaw, 400) };
  if ('id' in parsed) return found(world, parsed.id as ImageId, parsed.id);
  const shown = familiar(tagNameOnly(parsed));
  const tagged = world.references.get(storedAs(parsed));
  const image = tagged && world.images.get(tagged.image);
  return image ? { image } : found(world, searchImage(world, typed), shown);
};

const found = (world: World, id: ImageId | undefined, shown: string): FoundImage => {
  const image = id === undefined ? undefined : world.images.get(id);
  return image ? { image } : { rejection: imageNotFound(shown) };
};

/** The one image whose id starts with these hex digits; `undefined` for none and for several. */
export const searchImage = (world: World, term: string): ImageId | undefined => {
  const hex = term.startsWith('sha256:') ? term.slice('sha256:'.length) : term;
  if (!/^[0-9a-f]{1,64}$/.test(hex)) return undefined;
  const prefix = `sha256:${hex}`;
  let match: ImageId | undefined;
  for (const id of world.images.keys()) {
    if (!id.startsWith(prefix)) continue;
    if (match !== undefined) return undefined;
    match = id;
  }
  return match;
};
