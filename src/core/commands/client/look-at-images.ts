import { findImage } from '../../images/find-image.ts';
import type { ImageId } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { invalidFilter, noSuchImage } from '../../streams/image/rejections.ts';
import type { Verb } from '../verbs.ts';

export type InspectImage = { readonly issuer: 'client'; readonly type: 'InspectImage'; readonly image: string };
export type HistoryImage = { readonly issuer: 'client'; readonly type: 'HistoryImage'; readonly image: string };
export type ListImages = {
  readonly issuer: 'client';
  readonly type: 'ListImages';
  readonly all?: boolean;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
};

/** `docker image inspect` says twice what is wrong. */
export const inspectImage: Verb<InspectImage, { readonly image: ImageId }> = (world, { image }) => {
  const found = findImage(world, image);
  return 'image' in found ? accept([], { image: found.image.id }) : reject(noSuchImage(image, found.rejection));
};

export const historyImage: Verb<HistoryImage, { readonly image: ImageId }> = (world, { image }) => {
  const found = findImage(world, image);
  return 'image' in found ? accept([], { image: found.image.id }) : reject(found.rejection);
};

const accepted = new Set(['dangling', 'label', 'before', 'since', 'reference']);
const booleans = new Set(['true', 'false', '1', '0']);

/** `docker images` refuses filters that it does not know. */
export const listImages: Verb<ListImages> = (_, { filters = {} }) => {
  const unknown = Object.keys(filters).find((key) => !accepted.has(key));
  if (unknown !== undefined) return reject(invalidFilter(unknown));
  const dangling = filters.dangling;
  return dangling?.some((value) => !booleans.has(value))
    ? reject(invalidFilter(`dangling=[${dangling.join(' ')}]`))
    : accept([]);
};
