import type { Event } from '../../event.ts';
import { platformFlaw } from '../../images/platform.ts';
import { type ConfigFlaw, readImageConfig } from '../../images/read-config.ts';
import {
  type Flaw,
  familiar,
  isFlaw,
  type Named,
  normalName,
  parseName,
  storedAs,
  tagNameOnly,
  withTag,
} from '../../images/reference.ts';
import type { Digest, ImageId, Reference } from '../../kernel/brand.ts';
import { accept, type Decision, type Rejection, reject } from '../../kernel/decision.ts';
import { chainIdsOf, hexOf, imageIdOf, shortId } from '../../kernel/digest.ts';
import type { Entropy } from '../../kernel/entropy.ts';
import type { LayerContent } from '../../layers/entry.ts';
import type { DistributionEvent } from '../../streams/distribution/distribution.ts';
import type { ImageConfig } from '../../streams/image/image.ts';
import { deepest, registerStack } from '../../streams/layer/register-stack.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

/** Takes an image from a registry. What the registry answered comes along, so that deciding needs no network. */
export type PullImage = {
  readonly issuer: 'client';
  readonly type: 'PullImage';
  /** As typed; without tag and digest it means `latest`, as the docker command adds it. */
  readonly reference: string;
  /** The API's parameter of its own; it takes the place of a tag in the reference. */
  readonly tag?: string;
  /** The model has images of one platform; only its syntax is checked. */
  readonly platform?: string;
  readonly fetched: Fetched;
};

/** A registry's answer to a request for a manifest. */
export type Fetched = FetchedImage | { readonly refused: 'unknown' | 'denied' } | { readonly unreachable: string };

export type FetchedImage = {
  readonly manifest: Digest;
  /** The image config's exact text. */
  readonly config: string;
  /** Base first. `blob` is the digest of the compressed bytes. */
  readonly layers: readonly (LayerContent & { readonly blob: Digest })[];
};

/** One line of progress; `id` is the tag in the first line, then the first 12 digits of a blob. */
export type PullRow = { readonly id?: string; readonly status: string };
export type Pulled = { readonly image: ImageId; readonly rows: readonly PullRow[] };

export const pullImage = (world: World, command: PullImage, { entropy }: Context): Decision<Event, Pulled> => {
  const parsed = nameOf(command);
  if (isFlaw(parsed)) return reject({ code: 'InvalidReference', status: 400, message: parsed.flaw });
  const flaw = command.platform === undefined ? undefined : platformFlaw(command.platform);
  if (flaw !== undefined) return reject({ code: 'InvalidPlatform', status: 400, message: flaw });
  const named = tagNameOnly(parsed);
  const { fetched } = command;
  if (!('manifest' in fetched)) return reject(refusal(named, fetched));
  const config = readImageConfig(fetched.config);
  const wrong = flawOf(config, fetched);
  if (wrong !== undefined || 'flaw' in config)
    // Progress was told already: the error ends a stream that was answered with 200 (measured, docs/facts.md).
    return reject({ code: 'InvalidImage', status: 200, message: wrong ?? '' });
  return take(world, named, fetched, config, entropy);
};

const nameOf = ({ reference, tag }: PullImage): Named | Flaw => {
  const named = parseName(reference);
  return isFlaw(named) || tag === undefined ? named : withTag(named, tag);
};

const refusal = (named: Named, why: Exclude<Fetched, FetchedImage>): Rejection => {
  if ('unreachable' in why) return { code: 'RegistryUnreachable', status: 500, message: why.unreachable };
  const name = familiar(named);
  if (why.refused === 'unknown') {
    const message = `manifest for ${name} not found: manifest unknown: manifest unknown`;
    return { code: 'ManifestUnknown', status: 404, message };
  }
  const repository = familiar({ domain: named.domain, path: named.path });
  const message = `pull access denied for ${repository}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`;
  return { code: 'PullAccessDenied', status: 404, message };
};

const flawOf = (config: ImageConfig | ConfigFlaw, { layers }: FetchedImage): string | undefined => {
  if ('flaw' in config) return config.flaw;
  if (layers.length > deepest) return 'max depth exceeded';
  const same = config.diffIds.length === layers.length && layers.every((it, at) => it.diffId === config.diffIds[at]);
  return same ? undefined : "layers from manifest don't match image configuration";
};

const take = (
  world: World,
  named: Named,
  fetched: FetchedImage,
  config: ImageConfig,
  entropy: Entropy,
): Decision<Event, Pulled> => {
  const image = imageIdOf(fetched.config);
  const at = entropy.now;
  const isNew = !world.images.has(image);
  const missing = isNew ? fetched.layers.slice(countHere(world, fetched)) : [];
  const reference = storedAs(named);
  const digestReference = storedAs({ ...named, digest: fetched.manifest });
  const isUpToDate = world.references.get(reference)?.image === image;
  const repository = normalName(named);
  const events: Event[] = [
    ...missing.map(({ blob, diffId }) =>
      distributionEvent(entropy, { type: 'BlobRecorded', digest: blob, diffId, repository }),
    ),
    ...(isNew ? registerStack(world.layers, fetched.layers, entropy) : []),
  ];
  if (isNew) {
    events.push({ stream: 'image', id: image, type: 'ImageStored', at, bytes: fetched.config, config, origin: 'pull' });
  }
  for (const id of new Set([digestReference, reference])) {
    if (world.references.get(id)?.image !== image)
      events.push({ stream: 'reference', id, type: 'ReferenceSet', at, image });
  }
  events.push(
    distributionEvent(entropy, {
      type: 'ImagePulled',
      reference: familiar(named) as Reference,
      image,
      manifest: fetched.manifest,
    }),
  );
  const layerRows = isNew
    ? rowsOf(
        fetched.layers.map((it) => it.blob),
        missing.length,
      )
    : [];
  return accept(events, { image, rows: [headOf(named), ...layerRows, ...tailOf(named, fetched.manifest, isUpToDate)] });
};

/**
 * How many layers from the base up `Already exists`: the blob's digest must be known and its chain registered.
 * A layer that is here under an unknown digest is fetched again, and thrown away (measured, docs/facts.md).
 */
const countHere = ({ layers, distribution }: World, fetched: FetchedImage): number => {
  const chains = chainIdsOf(fetched.layers.map((it) => it.diffId));
  const missing = fetched.layers.findIndex(({ blob, diffId }, at) => {
    const chain = chains[at];
    return distribution.diffIdByDigest.get(blob) !== diffId || chain === undefined || !layers.has(chain);
  });
  return missing < 0 ? fetched.layers.length : missing;
};

type Payload<E> = E extends DistributionEvent ? Omit<E, 'stream' | 'id' | 'at'> : never;
const distributionEvent = (entropy: Entropy, payload: Payload<DistributionEvent>): DistributionEvent =>
  ({ stream: 'distribution', id: 'distribution', at: entropy.now, ...payload }) as DistributionEvent;

const headOf = (named: Named): PullRow => ({
  id: named.digest === undefined ? (named.tag ?? 'latest') : `${normalName(named)}@${named.digest}`,
  status: `Pulling from ${named.path}`,
});

const tailOf = (named: Named, manifest: Digest, isUpToDate: boolean): readonly PullRow[] => [
  { status: `Digest: ${manifest}` },
  { status: `Status: ${isUpToDate ? 'Image is up to date' : 'Downloaded newer image'} for ${familiar(named)}` },
];

/** Docker fetches three layers at a time and extracts them one by one from the base; this is one order that it may show. */
const parallel = 3;

const rowsOf = (blobs: readonly Digest[], missing: number): readonly PullRow[] => {
  const here = blobs.length - missing;
  const ids = blobs.map((blob) => shortId(hexOf(blob)));
  const fetched = ids.slice(here);
  return [
    ...ids.map((id, at) => ({ id, status: at < here ? 'Already exists' : 'Pulling fs layer' })),
    ...fetched.slice(parallel).map((id) => ({ id, status: 'Waiting' })),
    ...fetched.flatMap((id) => [
      { id, status: 'Verifying Checksum' },
      { id, status: 'Download complete' },
    ]),
    ...fetched.map((id) => ({ id, status: 'Pull complete' })),
  ];
};
