import { isDigestReference } from '../../images/reference.ts';
import { type DeletedRow, referencesOf, removeImage } from '../../images/remove/remove-image.ts';
import type { ChainId, ImageId } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { hexOf } from '../../kernel/digest.ts';
import { hasMember } from '../../kernel/multimap.ts';
import { Story } from '../../lifecycle/story.ts';
import { invalidFilter } from '../../streams/image/rejections.ts';
import type { World } from '../../world.ts';
import type { Verb } from '../verbs.ts';

export type PruneImages = {
  readonly issuer: 'client';
  readonly type: 'PruneImages';
  /** Also those that have a name and no container: `prune -a`, which is the filter `dangling=false`. */
  readonly all?: boolean;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
};

/** `ImagesDeleted` is absent when there was nothing to delete. */
export type Pruned = { readonly ImagesDeleted?: readonly DeletedRow[]; readonly SpaceReclaimed: number };

/** `docker image prune` deletes what has no name; with `all`, what has no container, and it untags more than it deletes. */
export const pruneImages: Verb<PruneImages, Pruned> = (world, command, { entropy }) => {
  const { filters = {} } = command;
  const wrong = wrongFilter(filters);
  if (wrong !== undefined) return reject(invalidFilter(wrong));
  const all = command.all ?? (filters.dangling ?? []).some((value) => value === 'false' || value === '0');
  const story = new Story(world);
  const rows = candidates(world).flatMap((id) => prune(story, id, all, entropy.now));
  const reclaimed = rows.reduce((sum, row) => sum + sizeOf(world, row), 0);
  story.tell({ stream: 'distribution', id: 'distribution', type: 'ImagesPruned', at: entropy.now, reclaimed });
  return accept(story.events, { ...(rows.length > 0 && { ImagesDeleted: rows }), SpaceReclaimed: reclaimed });
};

const accepted = new Set(['dangling', 'label', 'label!', 'until']);
const booleans = new Set(['true', 'false', '1', '0']);

const wrongFilter = (filters: Readonly<Record<string, readonly string[]>>): string | undefined => {
  const unknown = Object.keys(filters).find((key) => !accepted.has(key));
  const dangling = filters.dangling ?? [];
  if (unknown !== undefined) return unknown;
  return dangling.every((value) => booleans.has(value)) ? undefined : `dangling=[${dangling.join(' ')}]`;
};

/** Everything that is not somebody's nameless step. The engine takes them in random order; here it is that of ids. */
const candidates = ({ images, indexes }: World): readonly ImageId[] =>
  [...images.keys()]
    .filter((id) => hasMember(indexes.imageReferences, id) || !hasMember(indexes.imageChildren, id))
    .sort();

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
