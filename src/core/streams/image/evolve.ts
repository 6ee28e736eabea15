import { type Cases, evolveBy } from '../../kernel/cases.ts';
import type { Image, ImageEvent } from './image.ts';

const cases: Cases<Image | undefined, ImageEvent> = {
  ImageStored: (_, it) => ({
    id: it.id,
    bytes: it.bytes,
    config: it.config,
    ...(it.parent !== undefined && { parent: it.parent }),
    storedAt: it.at,
  }),
  ImageParentSet: (image, { parent }) => image && { ...image, parent },
  ImageLastTagged: (image, { at }) => image && { ...image, lastTagged: at },
  ImageSaved: (image) => image,
  ImageAnnounced: (image) => image,
  ImageRemoved: () => undefined,
};

export const evolveImage = evolveBy(cases);
