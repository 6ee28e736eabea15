import type { Fetched, PullImage } from '../core/commands/client/pull-image.ts';
import { familiarName, isFlaw, parseName, tagNameOnly } from '../core/images/reference.ts';
import type { Distribution } from '../core/streams/distribution/distribution.ts';
import type { Registry } from './registry.ts';

/** Asks a registry as `docker pull` does. Tags that were moved (`MoveRegistryTag`) lead to where they were moved. */
export const fetchImage = (registry: Registry, { movedTags }: Distribution, reference: string): Fetched => {
  const parsed = parseName(reference);
  if (isFlaw(parsed)) return { refused: 'unknown' };
  const named = tagNameOnly(parsed);
  const repository = familiarName(named);
  // Measured: a name with both tag and digest is fetched by its digest.
  const wanted = named.digest ?? movedTags.get(`${repository}:${named.tag}`) ?? named.tag ?? 'latest';
  const served = registry.find(repository, wanted);
  if (served) return served.image;
  // Docker Hub does not say whether a repository exists; a registry of one's own says that the manifest does not.
  return { refused: named.domain === 'docker.io' && !registry.has(repository) ? 'denied' : 'unknown' };
};

/** The whole command of a `docker pull`. */
export const pullCommand = (registry: Registry, distribution: Distribution, reference: string): PullImage => ({
  issuer: 'client',
  type: 'PullImage',
  reference,
  fetched: fetchImage(registry, distribution, reference),
});
