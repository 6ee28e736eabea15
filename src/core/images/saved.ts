import type { ImageId, Reference } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { emptyExport, imageFileMissing, imageNotFound } from '../streams/image/rejections.ts';
import { invalidReference, referenceNotFound } from '../streams/reference/rejections.ts';
import type { World } from '../world.ts';
import { searchImage } from './find-image.ts';
import {
  byNormalForm,
  familiar,
  familiarName,
  isDigestReference,
  isFlaw,
  type Named,
  parseAny,
  storedAs,
} from './reference.ts';

/** An image to be saved, and the tags that go along; none when it was asked for by id. */
export type SavedImage = { readonly id: ImageId; readonly tags: readonly Reference[] };

/** What `docker save` puts into its archive. A repository's name without a tag means all its tags. */
export const savedImages = (world: World, names: readonly string[]): readonly SavedImage[] | Rejection => {
  const saved = new Map<ImageId, Set<Reference>>();
  for (const name of names) {
    const found = find(world, name);
    if ('code' in found) return found;
    for (const [id, tag] of found) {
      if (!world.images.has(id)) return imageFileMissing(id);
      const tags = saved.get(id) ?? new Set();
      saved.set(id, tag === undefined || isDigestReference(tag) ? tags : tags.add(tag));
    }
  }
  const empty = [...saved.keys()].some((id) => world.images.get(id)?.config.diffIds.length === 0);
  return empty ? emptyExport() : [...saved].map(([id, tags]) => ({ id, tags: [...tags] }));
};

type Found = readonly (readonly [id: ImageId, tag?: Reference])[];

const find = (world: World, name: string): Found | Rejection => {
  const parsed = parseAny(name);
  if (isFlaw(parsed)) return invalidReference(parsed.flaw, 500);
  if ('id' in parsed) return [[parsed.id as ImageId]];
  if (familiarName(parsed) === 'sha256') return byId(world, name);
  if (parsed.tag !== undefined || parsed.digest !== undefined) {
    const reference = storedAs(parsed);
    const image = world.references.get(reference)?.image;
    return image === undefined ? referenceNotFound() : [[image, reference]];
  }
  const all = tagsOf(world, parsed);
  return all.length > 0 ? all : byId(world, name);
};

const byId = (world: World, term: string): Found | Rejection => {
  const id = searchImage(world, term);
  return id === undefined ? imageNotFound(term) : [[id]];
};

const tagsOf = (world: World, named: Named): Found =>
  [...world.references.keys()]
    .filter((reference) => isOf(reference, familiar(named)))
    .sort(byNormalForm)
    .flatMap((reference): Found => {
      const image = world.references.get(reference)?.image;
      return image === undefined ? [] : [[image, reference]];
    });

/** Whether a stored reference is of this repository; a host's port has a `:` too, so only what follows the name counts. */
const isOf = (reference: Reference, repository: string): boolean =>
  reference.startsWith(repository) && /^[:@][^/]+$/.test(reference.slice(repository.length));
