import { topLayerOf } from '../../core/indexes.ts';
import type { ChainId, ImageId, Instant } from '../../core/kernel/brand.ts';
import { shortId } from '../../core/kernel/digest.ts';
import { epoch, millisOf, parseInstant, rfc3339Nano, secondsOf } from '../../core/kernel/instant.ts';
import { membersOf } from '../../core/kernel/multimap.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { World } from '../../core/world.ts';
import { ellipsis, goTime, humanDuration, humanSize } from './human.ts';
import type { Listing, Row } from './rows.ts';

/** What a chain of layers holds together. */
export const sizeOfChain = ({ layers }: World, top: ChainId | undefined): number => {
  let sum = 0;
  for (let layer = top && layers.get(top); layer; layer = layer.parent && layers.get(layer.parent)) sum += layer.size;
  return sum;
};

export const sizeOfImage = (world: World, image: Image): number => sizeOfChain(world, topLayerOf(image));

export const createdOf = ({ config }: Image): Instant => parseInstant(config.created ?? '') ?? epoch;

/** A name and what it points to: one line of `docker images`. */
type Line = { readonly image: Image; readonly repository: string; readonly tag: string; readonly digest: string };

const none = '<none>';

/** One line for each tag; a digest alone makes a line without tag; an image without names one without either. */
const linesOf = (world: World, image: Image, digests: boolean): readonly Line[] => {
  const references = membersOf(world.indexes.imageReferences, image.id);
  const tags = references.filter((it) => !it.includes('@'));
  const byDigest = references.filter((it) => it.includes('@')).map((it) => it.split('@') as [string, string]);
  const lines: Line[] = tags.map((it) => {
    const cut = it.lastIndexOf(':');
    const repository = it.slice(0, cut);
    return {
      image,
      repository,
      tag: it.slice(cut + 1),
      digest: byDigest.find(([name]) => name === repository)?.[1] ?? none,
    };
  });
  for (const [repository, digest] of byDigest)
    if (!lines.some((line) => line.repository === repository) && (digests || tags.length === 0))
      lines.push({ image, repository, tag: none, digest });
  return lines.length > 0 ? lines : [{ image, repository: none, tag: none, digest: none }];
};

export const imageTable = (digests: boolean): string =>
  `table {{.Repository}}\\t{{.Tag}}\\t${digests ? '{{.Digest}}\\t' : ''}{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}`;

export type Shown = { readonly now: Instant; readonly trunc: boolean; readonly digests: boolean };

/** Docker's table of images. */
export const imageListing = (world: World, images: readonly Image[], shown: Shown): Listing => ({
  type: '*formatter.imageContext',
  headers: {
    ID: 'IMAGE ID',
    Repository: 'REPOSITORY',
    Tag: 'TAG',
    Digest: 'DIGEST',
    CreatedSince: 'CREATED',
    CreatedAt: 'CREATED AT',
    Size: 'SIZE',
    Containers: 'CONTAINERS',
    VirtualSize: 'SIZE',
    SharedSize: 'SHARED SIZE',
    UniqueSize: 'UNIQUE SIZE',
  },
  rows: images.flatMap((image) => linesOf(world, image, shown.digests)).map((line) => imageRow(world, line, shown)),
});

const imageRow = (world: World, { image, repository, tag, digest }: Line, { now, trunc }: Shown): Row => {
  const created = createdOf(image);
  const size = sizeOfImage(world, image);
  return {
    Containers: 'N/A',
    CreatedAt: goTime(secondsOf(created)),
    CreatedSince: ago(created, now),
    Digest: digest,
    ID: trunc ? shortId(image.id) : image.id,
    Repository: repository,
    SharedSize: 'N/A',
    Size: humanSize(size, 3),
    Tag: tag,
    UniqueSize: 'N/A',
    VirtualSize: humanSize(size),
  };
};

const ago = (created: Instant, now: Instant): string =>
  `${humanDuration(millisOf(now) - secondsOf(created) * 1000)} ago`;

export const historyTable = (human: boolean): string =>
  `table {{.ID}}\\t{{${human ? '.CreatedSince' : '.CreatedAt'}}}\\t{{.CreatedBy}}\\t{{.Size}}\\t{{.Comment}}`;

/** Rows of `docker history`, newest first; the ids of local parents where there are any. */
export const historyListing = (world: World, image: Image, how: Shown & { readonly human: boolean }): Listing => {
  const { now, trunc, human } = how;
  const sizes = layerSizes(world, image);
  const ids = idsOfHistory(world, image);
  const rows = image.config.history.map((it, at): Row => {
    const created = parseInstant(it.created ?? '') ?? epoch;
    const size = sizes[at] ?? 0;
    const by = (it.created_by ?? '').replaceAll('\t', ' ');
    return {
      Comment: it.comment ?? '',
      CreatedAt: rfc3339Nano(`${created.slice(0, 19)}.000000000Z` as Instant),
      CreatedBy: trunc ? ellipsis(by, 45) : by,
      CreatedSince: human ? ago(created, now) : rfc3339Nano(`${created.slice(0, 19)}.000000000Z` as Instant),
      ID: trunc ? shortOrMissing(ids[at]) : (ids[at] ?? '<missing>'),
      Size: human ? humanSize(size, 3) : String(size),
    };
  });
  return {
    type: '*image.historyContext',
    headers: {
      ID: 'IMAGE',
      CreatedSince: 'CREATED',
      CreatedAt: 'CREATED AT',
      CreatedBy: 'CREATED BY',
      Size: 'SIZE',
      Comment: 'COMMENT',
    },
    rows: rows.reverse(),
  };
};

const shortOrMissing = (id: string | undefined): string => (id === undefined ? '<missing>' : shortId(id));

/** What each history row's layer holds; a row without a layer holds nothing. */
const layerSizes = (world: World, image: Image): readonly number[] => {
  const chain: number[] = [];
  const top = topLayerOf(image);
  for (let layer = top && world.layers.get(top); layer; layer = layer.parent && world.layers.get(layer.parent))
    chain.unshift(layer.size);
  let next = 0;
  return image.config.history.map(({ empty_layer }) => (empty_layer ? 0 : (chain[next++] ?? 0)));
};

/** Each image of the line of parents names the newest row of its own history. */
const idsOfHistory = ({ images }: World, image: Image): readonly (ImageId | undefined)[] => {
  const ids: (ImageId | undefined)[] = image.config.history.map(() => undefined);
  for (let it: Image | undefined = image; it; it = it.parent && images.get(it.parent))
    ids[it.config.history.length - 1] = it.id;
  return ids;
};
