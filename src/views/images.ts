import { findImage } from '../core/images/find-image.ts';
import { familiarName, isDigestReference, partsOf } from '../core/images/reference.ts';
import { referencesOf } from '../core/images/remove/remove-image.ts';
import type { ImageId, Reference } from '../core/kernel/brand.ts';
import { hasMember } from '../core/kernel/multimap.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { World } from '../core/world.ts';
import { unixOf } from './created.ts';
import { sizeOfImage } from './layer-stack.ts';

/** One element of `GET /images/json`. */
export type ImageSummary = {
  readonly Containers: number;
  readonly Created: number;
  readonly Id: ImageId;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly ParentId: string;
  readonly RepoDigests: readonly string[] | null;
  readonly RepoTags: readonly string[] | null;
  readonly SharedSize: number;
  readonly Size: number;
  readonly VirtualSize: number;
};

export type ImagesOptions = {
  /** Nameless images that have children too: the steps of builds. */
  readonly all?: boolean;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
};

/** `docker images`: newest first. The order of equal times is free in the engine; here it is that of ids. */
export const images = (world: World, { all = false, filters = {} }: ImagesOptions = {}): readonly ImageSummary[] =>
  [...world.images.values()]
    .filter((image) => isInTime(world, image, filters) && hasLabels(image, filters.label ?? []))
    .flatMap((image) => summary(world, image, all, filters))
    .sort((a, b) => b.Created - a.Created || (a.Id < b.Id ? -1 : 1));

type Filters = NonNullable<ImagesOptions['filters']>;

const summary = (world: World, image: Image, all: boolean, filters: Filters): readonly ImageSummary[] => {
  const patterns = filters.reference;
  const references = referencesOf(world, image.id).filter(
    (it) => !patterns || patterns.some((glob) => isMatch(it, glob)),
  );
  const tags = references.filter((it) => !isDigestReference(it));
  const digests = references.filter(isDigestReference);
  const dangling = filters.dangling?.map((it) => it === 'true' || it === '1');
  if (dangling?.[0] === true && (tags.length > 0 || hasMember(world.indexes.imageChildren, image.id))) return [];
  if (references.length === 0) {
    const shows = all || !hasMember(world.indexes.imageChildren, image.id);
    if (!shows || dangling?.[0] === false || patterns) return [];
  }
  return [{ ...facts(world, image), ...names(tags, digests) }];
};

/** Nothing at all shows as `<none>`; where only one of the two is missing it is null (measured, docs/facts.md). */
const names = (tags: readonly Reference[], digests: readonly Reference[]) =>
  tags.length + digests.length === 0
    ? { RepoDigests: ['<none>@<none>'], RepoTags: ['<none>:<none>'] }
    : { RepoDigests: digests.length > 0 ? digests : null, RepoTags: tags.length > 0 ? tags : null };

const facts = (world: World, image: Image) => {
  const size = sizeOfImage(world, image);
  return {
    Containers: -1,
    Created: unixOf(image.config.created),
    Id: image.id,
    Labels: image.config.config?.Labels ?? null,
    ParentId: image.parent ?? '',
    RepoDigests: null,
    RepoTags: null,
    SharedSize: -1,
    Size: size,
    VirtualSize: size,
  };
};

/** `before` and `since` an image: its own time is in neither. */
const isInTime = (world: World, { config }: Image, { before, since }: Filters): boolean => {
  const time = (name: string | undefined): string | undefined => {
    const found = name === undefined ? undefined : findImage(world, name);
    return found && 'image' in found ? (found.image.config.created ?? '') : undefined;
  };
  const [end, start, created] = [time(before?.[0]), time(since?.[0]), config.created ?? ''];
  return (end === undefined || created < end) && (start === undefined || created > start);
};

const hasLabels = ({ config }: Image, wanted: readonly string[]): boolean =>
  wanted.every((label) => {
    const [key = '', ...value] = label.split('=');
    const labels = config.config?.Labels ?? {};
    return Object.hasOwn(labels, key) && (value.length === 0 || labels[key] === value.join('='));
  });

/** Shell patterns: `*` and `?` stop at a slash. They may match the name alone or with its tag. */
const isMatch = (reference: Reference, glob: string): boolean => {
  const escaped = glob
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  const form = new RegExp(`^${escaped}$`);
  return form.test(reference) || form.test(familiarName(partsOf(reference)));
};
