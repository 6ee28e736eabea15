import type { ChainId } from '../kernel/brand.ts';
import { chainIdsOf, sha256Hex } from '../kernel/digest.ts';
import { epoch, rfc3339Nano } from '../kernel/instant.ts';
import type { ImageConfig } from '../streams/image/image.ts';
import { type Field, goMap, goString } from './go-json.ts';
import { configFields, writeContainerConfig } from './write-config.ts';

/**
 * Names of the layer directories in a `docker save` archive, base first: the image format of 2013 lives on in them.
 * Only the top one knows the image's config (measured, docs/facts.md).
 */
export const legacyIds = (config: ImageConfig): readonly string[] => {
  const chain = chainIdsOf(config.diffIds);
  const ids: string[] = [];
  for (const [at, layer] of chain.entries()) {
    ids.push(sha256Hex(goMap([...legacyFields(config, at === chain.length - 1), ...position(layer, ids.at(-1))])));
  }
  return ids;
};

/** The same image without id and parent, of which the id is the hash. */
export const legacyFields = (config: ImageConfig, isTop: boolean): readonly Field[] =>
  isTop
    ? configFields(config).filter(([key]) => legacyKeys.has(key))
    : [
        ['container_config', writeContainerConfig({})],
        ['created', goString(rfc3339Nano(epoch))],
      ];

const legacyKeys = new Set([
  'architecture',
  'author',
  'comment',
  'config',
  'container',
  'container_config',
  'created',
  'docker_version',
  'os',
  'variant',
]);

const position = (layer: ChainId, parent: string | undefined): readonly Field[] => [
  ['layer_id', goString(layer)],
  ...(parent === undefined ? [] : [['parent', goString(`sha256:${parent}`)] as const]),
];
