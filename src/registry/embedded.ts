import type { Digest } from '../core/kernel/brand.ts';
import { imageIdOf } from '../core/kernel/digest.ts';
import { bytesOf } from '../core/layers/raw-text.ts';
import type { BuiltImage } from './build-image.ts';
import { app, busybox, debian } from './images/others.ts';
import { redis } from './images/redis.ts';
import type { Registry } from './registry.ts';

/** The registry that comes with the model: the same digests on every machine, no network. Built at first use. */
export const embeddedRegistry = (): Registry => {
  built ??= registryOf(images());
  return built;
};

let built: Registry | undefined;

const images = (): Readonly<Record<string, BuiltImage>> => {
  const older = redis('7.0.14', '2023-11-14T09:00:00.482Z');
  const newer = redis('7.2.3', '2023-12-12T09:00:00.921Z');
  const first = app('1.0', '2023-11-20T10:00:00.25Z');
  const second = app('1.1', '2023-12-05T10:00:00.75Z');
  return {
    'redis:latest': newer,
    'redis:7.2': newer,
    'redis:7.0': older,
    'debian:latest': debian,
    'debian:12': debian,
    'app:latest': second,
    'app:1': first,
    'app:1.0': first,
    'app:1.1': second,
    'busybox:latest': busybox(),
  };
};

/** A registry of images by `repository:tag`; each answers to its manifest's digest too. */
export const registryOf = (tagged: Readonly<Record<string, BuiltImage>>): Registry => {
  const images = new Map<string, BuiltImage>();
  const blobs = new Map<Digest, Uint8Array>();
  const contents = new Map<Digest, Uint8Array>();
  for (const [tag, image] of Object.entries(tagged)) {
    const repository = tag.slice(0, tag.lastIndexOf(':'));
    images.set(tag, image).set(`${repository}:${image.manifest.digest}`, image).set(repository, image);
    const config = bytesOf(image.image.config);
    blobs.set(imageIdOf(image.image.config), config);
    for (const { layer } of image.steps) {
      if (!layer || blobs.has(layer.blob)) continue;
      blobs.set(layer.blob, layer.gzip);
      contents.set(layer.layer.diffId, layer.tar);
      for (const { content, offset, size } of layer.layer.slices) {
        contents.set(content, layer.tar.subarray(offset, offset + size));
      }
    }
  }
  return {
    has: (repository) => images.has(repository),
    find: (repository, tagOrDigest) => images.get(`${repository}:${tagOrDigest}`),
    blob: (digest) => blobs.get(digest),
    contents: (digest) => contents.get(digest),
  };
};
