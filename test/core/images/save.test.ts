import { expect, it } from 'vitest';
import type { SavedImage } from '../../../src/core/images/saved.ts';
import { digestOf } from '../../../src/core/kernel/digest.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { layerOfTar } from '../../../src/core/layers/layer-of-tar.ts';
import { TarReader } from '../../../src/core/layers/read-tar.ts';
import type { TarHeader } from '../../../src/core/layers/tar-header.ts';
import { saveArchive } from '../../../src/shell/save.ts';
import { answer, Bench } from '../../facts/images/bench.ts';
import { facts } from '../../facts/images/table.ts';

type Read = { readonly header: TarHeader; readonly bytes: Uint8Array };

const read = (archive: Iterable<Uint8Array>): ReadonlyMap<string, Read> => {
  const members = new Map<string, Read>();
  let header: TarHeader | undefined;
  let pieces: Uint8Array[] = [];
  const reader = new TarReader({
    entry: (it) => {
      header = it;
      pieces = [];
    },
    data: (piece) => pieces.push(Uint8Array.from(piece)),
    end: () => {
      if (header) members.set(header.name, { header, bytes: Buffer.concat(pieces) });
    },
  });
  for (const piece of archive) reader.write(piece);
  return members;
};

// The whole archive was found equal, byte for byte, to one of Docker Engine 20.10.24 with nine layers (2 MB, not kept).
it('docker save writes each config and each layer as it came, under legacy ids', () => {
  const bench = new Bench();
  const vector = known(facts.test_vectors[2], 'vector');
  const layers = vector.layers.map(({ diff_id }) => {
    const tar = Buffer.from(known(facts.layer_tars_base64_by_diff_id[diff_id], diff_id), 'base64');
    bench.session.bring(tar);
    const layer = layerOfTar(tar);
    if (typeof layer === 'string') throw new Error(layer);
    return layer;
  });
  const config = Buffer.from(vector.config_base64, 'base64').toString();
  const image = { config, layers: layers.map(({ diffId }) => diffId), repoTags: [vector.repo_tag] };
  answer(bench.client({ type: 'LoadImage', images: [image], layers }).decision);
  const saved = answer<readonly SavedImage[]>(bench.client({ type: 'SaveImages', images: ['tiny'] }).decision);
  const members = read(saveArchive(bench.session.world, saved, bench.session.blobs.get));

  const ids = vector.layers.map(({ legacy_v1_layer_id }) => legacy_v1_layer_id);
  const file = `${vector.image_id.slice(7)}.json`;
  const manifest = [{ Config: file, RepoTags: ['tiny:3'], Layers: ids.map((id) => `${id}/layer.tar`) }];
  const text = (name: string): string => Buffer.from(known(members.get(name), name).bytes).toString();
  expect(text(file)).toBe(config);
  expect(JSON.parse(text('manifest.json'))).toEqual(manifest);
  expect(JSON.parse(text('repositories'))).toEqual({ tiny: { 3: ids[2] } });
  expect(ids.map((id) => digestOf(known(members.get(`${id}/layer.tar`), id).bytes))).toEqual(image.layers);
  expect([...members.keys()]).toEqual([...members.keys()].sort());
});
