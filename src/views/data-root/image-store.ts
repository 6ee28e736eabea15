import { hexOf } from '../../core/kernel/digest.ts';
import { rfc3339Nano } from '../../core/kernel/instant.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { Layer } from '../../core/streams/layer/layer.ts';
import type { WriteLayer } from '../../core/streams/write-layer/write-layer.ts';
import type { World } from '../../core/world.ts';
import { directory, type Entries, file, goJson, once } from './node.ts';

const top = 'image/overlay2';

/** `image/overlay2/`: what the engine knows of images, layers and where they came from. */
export function* imageStore(world: World): Entries {
  yield ['image', directory(0o700)];
  yield [top, directory(0o700)];
  yield* distribution(world);
  yield* imagedb(world);
  yield* layerdb(world);
  yield [`${top}/repositories.json`, file(0o600, repositories(world))];
}

const sorted = <K extends string, V>(entries: Iterable<readonly [K, V]>): readonly (readonly [K, V])[] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

function* directories(...paths: readonly string[]): Entries {
  for (const path of paths) yield [`${top}/${path}`, directory(0o700)];
}

function* distribution({ distribution: { diffIdByDigest, sourcesByDiffId } }: World): Entries {
  yield* directories('distribution', 'distribution/diffid-by-digest', 'distribution/diffid-by-digest/sha256');
  for (const [digest, diffId] of sorted(diffIdByDigest))
    yield [`${top}/distribution/diffid-by-digest/sha256/${hexOf(digest)}`, file(0o644, diffId)];
  yield* directories('distribution/v2metadata-by-diffid', 'distribution/v2metadata-by-diffid/sha256');
  for (const [diffId, sources] of sorted(sourcesByDiffId)) {
    const records = sources.map(({ digest, repository }) => ({
      Digest: digest,
      SourceRepository: repository,
      HMAC: '',
    }));
    yield [`${top}/distribution/v2metadata-by-diffid/sha256/${hexOf(diffId)}`, file(0o644, goJson(records))];
  }
}

function* imagedb({ images }: World): Entries {
  yield* directories('imagedb', 'imagedb/content', 'imagedb/content/sha256');
  for (const [id, { bytes }] of sorted(images))
    yield [`${top}/imagedb/content/sha256/${hexOf(id)}`, file(0o600, bytes)];
  yield* directories('imagedb/metadata', 'imagedb/metadata/sha256');
  for (const [, image] of sorted(images)) yield* metadata(image);
}

/** Only an image with a parent or a tag time has such a directory. */
const metadata = once(function* ({ id, parent, lastTagged }: Image): Entries {
  if (parent === undefined && lastTagged === undefined) return;
  const path = `${top}/imagedb/metadata/sha256/${hexOf(id)}`;
  yield [path, directory(0o700)];
  if (lastTagged !== undefined) yield [`${path}/lastUpdated`, file(0o600, rfc3339Nano(lastTagged))];
  if (parent !== undefined) yield [`${path}/parent`, file(0o600, parent)];
});

function* layerdb({ layers, writeLayers }: World): Entries {
  yield* directories('layerdb');
  yield [`${top}/layerdb/mounts`, directory(0o755)];
  for (const [, layer] of sorted(writeLayers)) yield* mount(layer);
  yield [`${top}/layerdb/sha256`, directory(0o755)];
  for (const [, layer] of sorted(layers)) yield* registered(layer);
  yield [`${top}/layerdb/tmp`, directory(0o755)];
}

/** A container id leads to its two directories and to the layer they stand on. */
const mount = once(function* ({ container, mountId, parent }: WriteLayer): Entries {
  const path = `${top}/layerdb/mounts/${container}`;
  yield [path, directory(0o755)];
  yield [`${path}/init-id`, file(0o644, `${mountId}-init`)];
  yield [`${path}/mount-id`, file(0o644, mountId)];
  if (parent !== undefined) yield [`${path}/parent`, file(0o644, parent)];
});

/** A chain id leads to its directory. The tar's headers are kept gzipped, so that it can be put together again. */
const registered = once(function* ({ chainId, diffId, parent, cacheId, size }: Layer): Entries {
  const path = `${top}/layerdb/sha256/${hexOf(chainId)}`;
  yield [path, directory(0o700)];
  yield [`${path}/cache-id`, file(0o644, cacheId)];
  yield [`${path}/diff`, file(0o644, diffId)];
  if (parent !== undefined) yield [`${path}/parent`, file(0o644, parent)];
  yield [`${path}/size`, file(0o644, String(size))];
  yield [`${path}/tar-split.json.gz`, { ...file(0o644), packs: { layer: diffId } }];
});

/** `{"Repositories":{"redis":{"redis:latest":"sha256:…"}}}`, keys sorted as Go prints maps. */
const repositories = ({ references }: World): string => {
  const all = new Map<string, Map<string, string>>();
  for (const [reference, { image }] of sorted(references)) {
    const repository = repositoryOf(reference);
    const tags = all.get(repository) ?? new Map<string, string>();
    all.set(repository, tags.set(reference, image));
  }
  const entries = sorted(all).map(([repository, tags]) => [repository, Object.fromEntries(tags)] as const);
  return goJson({ Repositories: Object.fromEntries(entries) });
};

/** What stands before the tag or the digest; a colon before the last slash is a port's. */
const repositoryOf = (reference: string): string => {
  const at = reference.indexOf('@');
  if (at >= 0) return reference.slice(0, at);
  const colon = reference.lastIndexOf(':');
  return colon > reference.lastIndexOf('/') ? reference.slice(0, colon) : reference;
};
