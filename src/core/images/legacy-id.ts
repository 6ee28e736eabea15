import type { ChainId, DiffId } from '../kernel/brand.ts';
import { chainIdsOf, sha256Hex } from '../kernel/digest.ts';
import { epoch, rfc3339Nano } from '../kernel/instant.ts';
import type { ImageConfig } from '../streams/image/image.ts';
import { type Field, goMap, goString, goStruct } from './go-json.ts';
import { configFields, writeContainerConfig } from './write-config.ts';

/** One layer in the image format of 2013, which lives on in the archives of `docker save`. */
export type LegacyLayer = { readonly id: string; readonly diffId: DiffId; readonly json: string };

/**
 * An image's layers by their legacy ids, base first. Only the top one knows the image's config; the id is the hash of
 * its JSON without id and parent, with the chain id in their place (measured, docs/facts.md).
 */
export const legacyLayers = (config: ImageConfig): readonly LegacyLayer[] => {
  const layers: LegacyLayer[] = [];
  for (const [at, chainId] of chainIdsOf(config.diffIds).entries()) {
    const diffId = config.diffIds[at];
    if (diffId === undefined) break;
    const fields = at === config.diffIds.length - 1 ? topFields(config) : lowerFields;
    const parent = layers.at(-1)?.id;
    const id = sha256Hex(goMap([...fields, ...position(chainId, parent)]));
    layers.push({ id, diffId, json: jsonOf(id, parent, fields, config.os) });
  }
  return layers;
};

export const legacyIds = (config: ImageConfig): readonly string[] => legacyLayers(config).map(({ id }) => id);

/** Keys in the order of Go's struct. */
const keys = [
  'comment',
  'created',
  'container',
  'container_config',
  'docker_version',
  'author',
  'config',
  'architecture',
  'variant',
  'os',
];

const topFields = (config: ImageConfig): readonly Field[] => configFields(config).filter(([key]) => keys.includes(key));

const lowerFields: readonly Field[] = [
  ['created', goString(rfc3339Nano(epoch))],
  ['container_config', writeContainerConfig({})],
];

const position = (layer: ChainId, parent: string | undefined): readonly Field[] => [
  ['layer_id', goString(layer)],
  ...(parent === undefined ? [] : [['parent', goString(`sha256:${parent}`)] as const]),
];

const jsonOf = (id: string, parent: string | undefined, fields: readonly Field[], os: string): string => {
  const known = new Map([...fields, ['os', goString(os)] as const]);
  return goStruct([
    ['id', goString(id)],
    ['parent', parent === undefined ? undefined : goString(parent)],
    ...keys.map((key) => [key, known.get(key)] as const),
  ]);
};
