import { isDigestReference } from '../../images/reference.ts';
import { type DeletedRow, referencesOf, removeImage } from '../../images/remove/remove-image.ts';
import type { ChainId, ImageId, Instant } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { hexOf } from '../../kernel/digest.ts';
import { parseInstant, zeroTime } from '../../kernel/instant.ts';
import { hasMember } from '../../kernel/multimap.ts';
import { Story } from '../../lifecycle/story.ts';
import type { ImageConfig } from '../../streams/image/image.ts';
import { invalidFilter } from '../../streams/image/rejections.ts';
import type { World } from '../../world.ts';
import type { Verb } from '../verbs.ts';
import { chosenBy, type Filters, type IsChosen, unknownFilter } from './prune-filters.ts';

export type PruneImages = {
  readonly issuer: 'client';
  readonly type: 'PruneImages';
  /** Also those that have a name and no container: `prune -a`, which is the filter `dangling=false`. */
  readonly all?: boolean;
  readonly filters?: Filters;
};

/** `ImagesDeleted` is absent when there was nothing to delete. */
export type Pruned = { readonly ImagesDeleted?: readonly DeletedRow[]; readonly SpaceReclaimed: number };

/** `docker image prune` deletes what has no name; with `all`, what has no container, and it untags more than it deletes. */
export const pruneImages: Verb<PruneImages, Pruned> = (world, command, { entropy: { now } }) => {
  const { filters = {} } = command;
  const unknown = unknownFilter(filters, ['dangling', 'label', 'label!', 'until']);
  if (unknown) return reject(unknown);
  const all = isOfAll(command.all, filters.dangling);
  if (all === undefined) return reject(invalidFilter(`dangling=[${filters.dangling?.join(' ')}]`));
  const isChosen = chosenBy(filters, now);
  if (typeof isChosen === 'object') return reject(isChosen);
  const story = new Story(world);
  const rows = candidates(world, isChosen).flatMap((id) => prune(story, id, all, now));
  const reclaimed = rows.reduce((sum, row) => sum + sizeOf(world, row), 0);
  story.tell({ stream: 'distribution', id: 'distribution', type: 'ImagesPruned', at: now, reclaimed });
  return accept(story.events, { ...(rows.length > 0 && { ImagesDeleted: rows }), SpaceReclaimed: reclaimed });
};

/** Of several values of `dangling` a false one wins, and one that is true or false makes up for others that are neither (measured). */
const isOfAll = (all: boolean | undefined, dangling: readonly string[] = []): boolean | undefined => {
  const values = all === undefined ? dangling : [...dangling, String(!all)];
  if (values.some((value) => value === 'false' || value === '0')) return true;
  return values.length === 0 || values.some((value) => value === 'true' || value === '1') ? false : undefined;
};

/** Everything that is not somebody's nameless step. The engine takes them in random order; here it is that of ids. */
const candidates = ({ images, indexes }: World, isChosen: IsChosen): readonly ImageId[] =>
  [...images]
    .filter(([id]) => hasMember(indexes.imageReferences, id) || !hasMember(indexes.imageChildren, id))
    .filter(([, { config }]) => isChosen(config.config?.Labels, createdOf(config)))
    .map(([id]) => id)
    .sort();

/** An image that does not say when it was made is older than any other. */
const createdOf = ({ created = zeroTime }: ImageConfig): Instant => parseInstant(created) ?? (zeroTime as Instant);

const prune = (story: Story, id: ImageId, all: boolean, at: Story['events'][number]['at']): readonly DeletedRow[] => {
  if (!story.world.images.has(id)) return [];
  const references = referencesOf(story.world, id);
  if (!all && !references.every(isDigestReference)) return [];
  const names = references.length === 0 ? [hexOf(id)] : references;
  return names.flatMap((name) => {
    const rows = removeImage(story, name, { force: false, prune: true, at });
    return 'code' in rows ? [] : rows;
  });
};

/** Only layers have a size that is freed; the image's own row counts nothing. */
const sizeOf = ({ layers }: World, row: DeletedRow): number =>
  'Deleted' in row ? (layers.get(row.Deleted as ChainId)?.size ?? 0) : 0;
