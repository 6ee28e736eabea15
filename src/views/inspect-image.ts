import { isDigestReference } from '../core/images/reference.ts';
import { referencesOf } from '../core/images/remove/remove-image.ts';
import { writeContainerConfig } from '../core/images/write-config.ts';
import { rfc3339Nano, zeroTime } from '../core/kernel/instant.ts';
import type { ContainerConfig } from '../core/streams/container/config.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { World } from '../core/world.ts';
import { shownTime } from './created.ts';
import type { Json } from './json.ts';
import { layersOf, sizeOfImage } from './layer-stack.ts';

/** `docker image inspect`: what API 1.41 answers, fields in its order. */
export const inspectImage = (world: World, image: Image): { readonly [key: string]: Json } => {
  const { config, id, parent } = image;
  const references = referencesOf(world, id);
  const size = sizeOfImage(world, image);
  return {
    Id: id,
    RepoTags: references.filter((it) => !isDigestReference(it)),
    RepoDigests: references.filter(isDigestReference),
    Parent: parent ?? '',
    // An image's own comment is only there after an import; else that of its last history row.
    Comment: config.comment || (config.history.at(-1)?.comment ?? ''),
    Created: shownTime(config.created),
    Container: config.container ?? '',
    ContainerConfig: containerConfigJson(config.container_config ?? {}),
    DockerVersion: config.docker_version ?? '',
    Author: config.author ?? '',
    Config: config.config ? containerConfigJson(config.config) : null,
    Architecture: config.architecture,
    ...(config.variant !== undefined && { Variant: config.variant }),
    Os: config.os,
    ...(config.osVersion !== undefined && { OsVersion: config.osVersion }),
    Size: size,
    VirtualSize: size,
    GraphDriver: { Data: graphDriver(world, image), Name: 'overlay2' },
    RootFS: { Type: 'layers', ...(config.diffIds.length > 0 && { Layers: config.diffIds }) },
    Metadata: { LastTagTime: image.lastTagged === undefined ? zeroTime : rfc3339Nano(image.lastTagged) },
  };
};

/** The config with every field that Go prints, nulls included, in Go's order. */
export const containerConfigJson = (config: ContainerConfig): Json => JSON.parse(writeContainerConfig(config)) as Json;

/** Where the top layer lies; below it, from top to base (law W10). */
const graphDriver = (world: World, image: Image): Json => {
  const [top, ...lower] = [...layersOf(world, image)].reverse();
  if (!top) return null;
  const of = (cacheId: string, part: string): string => `/var/lib/docker/overlay2/${cacheId}/${part}`;
  return {
    ...(lower.length > 0 && { LowerDir: lower.map(({ cacheId }) => of(cacheId, 'diff')).join(':') }),
    MergedDir: of(top.cacheId, 'merged'),
    UpperDir: of(top.cacheId, 'diff'),
    WorkDir: of(top.cacheId, 'work'),
  };
};
