import type { ImageId, Reference } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import type { Happened } from '../../kernel/event.ts';

/** `repository:tag` or `repository@digest`, and the image it leads to (law I3). */
export type Tag = { readonly reference: Reference; readonly image: ImageId };

export type ReferenceEvent =
  | Happened<
      'reference',
      Reference,
      'ReferenceSet',
      {
        readonly image: ImageId;
        /** Docker logs a `tag` event only when a client tagged; `typed` is the name as that event shows it. */
        readonly announced?: { readonly typed: string };
      }
    >
  | Happened<
      'reference',
      Reference,
      'ReferenceRemoved',
      {
        readonly image: ImageId;
        /** Digests that go together with their tag are not announced. */
        readonly announced: boolean;
      }
    >;

const cases: Cases<Tag | undefined, ReferenceEvent> = {
  ReferenceSet: (_, { id, image }) => ({ reference: id, image }),
  ReferenceRemoved: () => undefined,
};

export const evolveReference = evolveBy(cases);
