import { topLayerOf } from '../../indexes.ts';
import type { ImageId, Instant, Reference } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';
import { hexOf } from '../../kernel/digest.ts';
import { membersOf } from '../../kernel/multimap.ts';
import type { Story } from '../../lifecycle/story.ts';
import type { Image } from '../../streams/image/image.ts';
import { referenceInUse } from '../../streams/image/rejections.ts';
import { invalidReference, referenceNotFound } from '../../streams/reference/rejections.ts';
import type { World } from '../../world.ts';
import { findImage } from '../find-image.ts';
import { byNormalForm, isDigestReference, isFlaw, normalName, parseName, partsOf, storedAs } from '../reference.ts';
import { layersFreed } from '../release-layers.ts';
import { conflictOf, isDangling } from './conflict.ts';

/** One line of what `docker rmi` prints. */
export type DeletedRow = { readonly Untagged: string } | { readonly Deleted: string };

export type Removal = { readonly force: boolean; readonly prune: boolean; readonly at: Instant };

/** The references of an image in the engine's order. */
export const referencesOf = (world: World, id: ImageId): readonly Reference[] =>
  [...membersOf(world.indexes.imageReferences, id)].sort(byNormalForm);

/** `docker rmi` of one name or id. Answers the rows, or why not; what it untagged before it failed stays untagged. */
export const removeImage = (to: Story, typed: string, how: Removal): readonly DeletedRow[] | Rejection => {
  const found = findImage(to.world, typed);
  if ('rejection' in found) return found.rejection;
  const { id } = found.image;
  return isIdPrefix(id, typed) ? removeById(to, id, how) : removeByName(to, typed, id, how);
};

/** A name that equals the start of its own image's id counts as the id. */
const isIdPrefix = (id: ImageId, typed: string): boolean => id.startsWith(typed) || hexOf(id).startsWith(typed);

const removeById = (to: Story, id: ImageId, how: Removal): readonly DeletedRow[] | Rejection => {
  const references = referencesOf(to.world, id);
  const rows: DeletedRow[] = [];
  if (isOneRepository(references)) {
    const conflict = conflictOf(to.world, id, { references: false, stopped: !how.force });
    if (conflict) return conflict.rejection;
    for (const reference of references) rows.push(untag(to, reference, id, true, how.at));
  }
  return deleteImage(to, id, rows, how, false) ?? rows;
};

const removeByName = (to: Story, typed: string, id: ImageId, how: Removal): readonly DeletedRow[] | Rejection => {
  const user = membersOf(to.world.indexes.imageContainers, id)[0];
  if (!how.force && user && isOneRepository(referencesOf(to.world, id))) return referenceInUse(typed, user, id);
  const named = parseName(typed);
  if (isFlaw(named)) return invalidReference(named.flaw, 500);
  const reference = storedAs(named);
  if (!to.world.references.has(reference)) return referenceNotFound();
  const rows = [untag(to, reference, id, true, how.at)];
  if (!isDigestReference(reference)) rows.push(...untagDigests(to, reference, id, how.at));
  if (referencesOf(to.world, id).length > 0) return rows;
  return deleteImage(to, id, rows, how, true) ?? rows;
};

/** With the last tag of a repository its digests go too, without an event of their own. */
const untagDigests = (to: Story, removed: Reference, id: ImageId, at: Instant): readonly DeletedRow[] => {
  const repository = normalName(partsOf(removed));
  const left = referencesOf(to.world, id).filter((reference) => normalName(partsOf(reference)) === repository);
  return left.every(isDigestReference) ? left.map((reference) => untag(to, reference, id, false, at)) : [];
};

const untag = (to: Story, id: Reference, image: ImageId, announced: boolean, at: Instant): DeletedRow => {
  to.tell({ stream: 'reference', id, type: 'ReferenceRemoved', at, image, announced });
  return { Untagged: id };
};

/** At most one tag, and every digest in that tag's repository. */
const isOneRepository = (references: readonly Reference[]): boolean => {
  if (references.length <= 1) return true;
  if (references.filter((reference) => !isDigestReference(reference)).length > 1) return false;
  return new Set(references.map((reference) => normalName(partsOf(reference)))).size === 1;
};

/** Deletes the image, its layers, and then its parents as far as nobody needs them. `quiet`: a conflict ends it silently. */
const deleteImage = (
  to: Story,
  id: ImageId,
  rows: DeletedRow[],
  { force, prune, at }: Removal,
  quiet: boolean,
): Rejection | undefined => {
  const conflict = conflictOf(to.world, id, { references: !force, stopped: !force });
  if (conflict) return quiet && (!isDangling(to.world, id) || conflict.used) ? undefined : conflict.rejection;
  const image = to.world.images.get(id);
  if (!image) return undefined;
  for (const reference of referencesOf(to.world, id)) rows.push(untag(to, reference, id, true, at));
  rows.push({ Deleted: id }, ...dropImage(to, image, at));
  if (!prune || image.parent === undefined || !to.world.images.has(image.parent)) return undefined;
  return deleteImage(to, image.parent, rows, { force: false, prune, at }, true);
};

/** The image goes, and every layer that it alone held. */
const dropImage = (to: Story, image: Image, at: Instant): readonly DeletedRow[] => {
  to.tell({ stream: 'image', id: image.id, type: 'ImageRemoved', at });
  const freed = layersFreed(to.world, topLayerOf(image));
  for (const id of freed) to.tell({ stream: 'layer', id, type: 'LayerReleased', at });
  return freed.map((id) => ({ Deleted: id }));
};
