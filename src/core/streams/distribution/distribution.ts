import type { DiffId, Digest, ImageId, Reference } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import type { Happened } from '../../kernel/event.ts';
import { PersistentMap } from '../../kernel/persistent-map.ts';

/** Where a layer's blob was seen: `v2metadata-by-diffid`. */
export type BlobSource = { readonly digest: Digest; readonly repository: string };

/** What the engine remembers of pulls and pushes. It survives the removal of images. */
export type Distribution = {
  readonly diffIdByDigest: PersistentMap<Digest, DiffId>;
  /** Oldest first, at most fifty. */
  readonly sourcesByDiffId: PersistentMap<DiffId, readonly BlobSource[]>;
  /** Tags (`app:1`) that lead to another manifest of the registry than they did at first. */
  readonly movedTags: PersistentMap<string, Digest>;
};

type Of<Type extends string, Payload = unknown> = Happened<'distribution', 'distribution', Type, Payload>;

export type DistributionEvent =
  | Of<'BlobRecorded', { readonly digest: Digest; readonly diffId: DiffId; readonly repository: string }>
  /** Docker's `pull` event; its actor is a reference, not an image id. */
  | Of<'ImagePulled', { readonly reference: Reference; readonly image: ImageId; readonly manifest: Digest }>
  /** A tag in the registry now leads to another manifest. */
  | Of<'RegistryTagMoved', { readonly repository: string; readonly tag: string; readonly manifest: Digest }>
  | Of<'ImagesPruned', { readonly reclaimed: number }>
  | Of<'ContainersPruned', { readonly reclaimed: number }>
  | Of<'VolumesPruned', { readonly reclaimed: number }>;

export const noDistribution: Distribution = {
  diffIdByDigest: PersistentMap.empty(),
  sourcesByDiffId: PersistentMap.empty(),
  movedTags: PersistentMap.empty(),
};

const most = 50;

const cases: Cases<Distribution, DistributionEvent> = {
  BlobRecorded: (it, { digest, diffId, repository }) => ({
    ...it,
    diffIdByDigest: it.diffIdByDigest.set(digest, diffId),
    sourcesByDiffId: it.sourcesByDiffId.rewrite(diffId, (sources = []) =>
      sources.some((source) => source.digest === digest && source.repository === repository)
        ? sources
        : [...sources, { digest, repository }].slice(-most),
    ),
  }),
  ImagePulled: (it) => it,
  RegistryTagMoved: (it, { repository, tag, manifest }) => ({
    ...it,
    movedTags: it.movedTags.set(`${repository}:${tag}`, manifest),
  }),
  ImagesPruned: (it) => it,
  ContainersPruned: (it) => it,
  VolumesPruned: (it) => it,
};

export const evolveDistribution = evolveBy(cases);
