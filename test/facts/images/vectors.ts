import { legacyIds } from '../../../src/core/images/legacy-id.ts';
import { readImageConfig } from '../../../src/core/images/read-config.ts';
import { writeImageConfig } from '../../../src/core/images/write-config.ts';
import type { Digest } from '../../../src/core/kernel/brand.ts';
import { chainIdsOf, digestOf, imageIdOf } from '../../../src/core/kernel/digest.ts';
import { layerOfTar, type ReadLayer } from '../../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../../src/core/layers/layer-tar.ts';
import { treeOfEntries } from '../../../src/core/overlay/index.ts';
import type { ImageConfig } from '../../../src/core/streams/image/image.ts';
import type { FactResult } from '../fact.ts';
import { differs, fact, facts, type Vector } from './table.ts';

const configOf = (bytes: string): ImageConfig => {
  const config = readImageConfig(bytes);
  if ('flaw' in config) throw new Error(config.flaw);
  return config;
};

const tarOf = (diffId: string): Uint8Array => Buffer.from(facts.layer_tars_base64_by_diff_id[diffId] ?? '', 'base64');

const readTar = (bytes: Uint8Array): ReadLayer => {
  const layer = layerOfTar(bytes);
  if (typeof layer === 'string') throw new Error(layer);
  return layer;
};

/** Image id, config bytes, chain ids, legacy ids; then each layer's diff id and, of committed ones, the very bytes. */
export const vectorFacts = (): readonly FactResult[] => facts.test_vectors.flatMap(vectorFact);

const vectorFact = (vector: Vector): readonly FactResult[] => {
  const bytes = Buffer.from(vector.config_base64, 'base64').toString();
  const id = (what: string): string => `vector ${vector.n}: ${what}`;
  const { layers } = vector;
  return [
    fact(id('image id'), () => differs(imageIdOf(bytes), vector.image_id)),
    fact(id('config written again'), () => differs(writeImageConfig(configOf(bytes)), bytes)),
    fact(id('diff ids'), () =>
      differs(
        configOf(bytes).diffIds,
        layers.map((it) => it.diff_id),
      ),
    ),
    fact(id('chain ids'), () =>
      differs(
        chainIdsOf(configOf(bytes).diffIds),
        layers.map((it) => it.chain_id),
      ),
    ),
    fact(id('legacy ids'), () =>
      differs(
        legacyIds(configOf(bytes)),
        layers.map((it) => it.legacy_v1_layer_id),
      ),
    ),
    ...layers.flatMap(({ diff_id, tar_len }, at) => [
      fact(id(`layer ${at}: diff id`), () =>
        differs([digestOf(tarOf(diff_id)), tarOf(diff_id).length], [diff_id, tar_len]),
      ),
      ...(at === 0 ? [] : [fact(id(`layer ${at}: written again`), () => differs(writtenAgain(diff_id), diff_id))]),
    ]),
  ];
};

/** The layer unpacked into a tree, and that tree packed as a commit packs it. */
const writtenAgain = (diffId: string): string => {
  const tar = tarOf(diffId);
  const { entries, slices } = readTar(tar);
  const at = (digest: Digest): Uint8Array | undefined => {
    const slice = slices.find(({ content }) => content === digest);
    return slice && tar.subarray(slice.offset, slice.offset + slice.size);
  };
  return writeLayerTar(treeOfEntries(entries), at).diffId;
};
