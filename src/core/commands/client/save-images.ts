import { type SavedImage, savedImages } from '../../images/saved.ts';
import { accept, reject } from '../../kernel/decision.ts';
import type { Verb } from '../verbs.ts';

export type SaveImages = {
  readonly issuer: 'client';
  readonly type: 'SaveImages';
  readonly images: readonly string[];
};

/** `docker save` tells which images an archive shall hold. The archive itself is written outside. */
export const saveImages: Verb<SaveImages, readonly SavedImage[]> = (world, { images }, { entropy }) => {
  const saved = savedImages(world, images);
  if ('code' in saved) return reject(saved);
  return accept(
    saved.map(({ id }) => ({ stream: 'image', id, type: 'ImageSaved', at: entropy.now, name: id })),
    saved,
  );
};
