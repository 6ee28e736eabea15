import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { DiffId, Digest } from '../../../src/core/kernel/brand.ts';
import { chainIdsOf, digestOf, imageIdOf } from '../../../src/core/kernel/digest.ts';
import { layerOfTar } from '../../../src/core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../../../src/core/layers/layer-tar.ts';
import { treeOfEntries } from '../../../src/core/overlay/build-tree.ts';

type Vector = {
  readonly what: string;
  readonly image_id: string;
  readonly config_base64: string;
  readonly layers: readonly { readonly diff_id: DiffId; readonly chain_id: string }[];
  readonly registry_push?: Push;
};
type Push = { readonly manifest_digest: string; readonly manifest_base64: string };
type Vectors = {
  readonly test_vectors: readonly Vector[];
  readonly layer_tars_base64_by_diff_id: Readonly<Record<DiffId, string>>;
};

const { test_vectors: vectors, layer_tars_base64_by_diff_id: tars } = JSON.parse(
  gunzipSync(readFileSync(new URL('../../facts/data/images-and-layers.json.gz', import.meta.url))).toString(),
) as Vectors;

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

describe.each(vectors)('$what', ({ image_id, config_base64, layers, registry_push }) => {
  test('the image id is the hash of the config', () => {
    expect(imageIdOf(Buffer.from(config_base64, 'base64').toString())).toBe(image_id);
  });

  test('each chain id is the hash of the one below and the diff id', () => {
    expect(chainIdsOf(layers.map((layer) => layer.diff_id))).toEqual(layers.map((layer) => layer.chain_id));
  });

  test('the manifest digest is the hash of the manifest', () => {
    if (registry_push) expect(digestOf(fromBase64(registry_push.manifest_base64))).toBe(registry_push.manifest_digest);
  });
});

describe('layer tars made by a real engine', () => {
  test.each(Object.entries(tars))('%s is read, and its diff id recomputed', (diffId, base64) => {
    const layer = layerOfTar(fromBase64(base64));
    expect(typeof layer === 'string' ? layer : layer.diffId).toBe(diffId);
  });

  // The first vector was imported, not committed: its bytes are another tool's.
  test.each(Object.entries(tars).slice(1))('%s, unpacked and committed again, gives the same bytes', (_, base64) => {
    const tar = fromBase64(base64);
    const layer = layerOfTar(tar);
    if (typeof layer === 'string') throw new Error(layer);
    const contents = new Map(layer.slices.map((it) => [it.content, tar.slice(it.offset, it.offset + it.size)]));
    const again = writeLayerTar(treeOfEntries(layer.entries), (digest: Digest) => contents.get(digest));
    expect(Buffer.from(again.bytes).equals(tar)).toBe(true);
    expect(again.diffId).toBe(layer.diffId);
  });
});
