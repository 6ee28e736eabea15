import type { FetchedImage } from '../core/commands/client/pull-image.ts';
import type { Digest } from '../core/kernel/brand.ts';

/** What a registry serves under one name. */
export type ServedImage = {
  readonly manifest: Manifest;
  /** The same, as `docker pull` understands it. */
  readonly image: FetchedImage;
};

export type Manifest = { readonly digest: Digest; readonly mediaType: string; readonly bytes: string };

/** A place to pull from. Repositories are named in familiar form: `redis`, `127.0.0.1:5000/app`. */
export type Registry = {
  readonly has: (repository: string) => boolean;
  /** By tag or by manifest digest. */
  readonly find: (repository: string, tagOrDigest: string) => ServedImage | undefined;
  /** The compressed blob of a layer, or a config. */
  readonly blob: (digest: Digest) => Uint8Array | undefined;
  /** Any content that images from here may be asked for: layer tars by diff id, files by their digest. */
  readonly contents: (digest: Digest) => Uint8Array | undefined;
};

/** Several registries as one; the first that has the image answers. */
export const allOf = (registries: readonly Registry[]): Registry => ({
  has: (repository) => registries.some((it) => it.has(repository)),
  find: (repository, tagOrDigest) => first(registries, (it) => it.find(repository, tagOrDigest)),
  blob: (digest) => first(registries, (it) => it.blob(digest)),
  contents: (digest) => first(registries, (it) => it.contents(digest)),
});

const first = <T>(registries: readonly Registry[], ask: (it: Registry) => T | undefined): T | undefined => {
  for (const registry of registries) {
    const answer = ask(registry);
    if (answer !== undefined) return answer;
  }
  return undefined;
};
