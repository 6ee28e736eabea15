import { writeImageConfig } from '../core/images/write-config.ts';
import type { Digest } from '../core/kernel/brand.ts';
import { digestOf } from '../core/kernel/digest.ts';
import type { Contents } from '../core/kernel/entropy.ts';
import { Impossible } from '../core/kernel/impossible.ts';
import type { LayerEntry } from '../core/layers/entry.ts';
import { layerOfTar, type ReadLayer } from '../core/layers/layer-of-tar.ts';
import { writeLayerTar } from '../core/layers/layer-tar.ts';
import { bytesOf } from '../core/layers/raw-text.ts';
import { treeOfEntries } from '../core/overlay/build-tree.ts';
import type { ContainerConfig } from '../core/streams/container/config.ts';
import type { HistoryRow } from '../core/streams/image/image.ts';
import type { Manifest, ServedImage } from './registry.ts';
import { storedGzip } from './stored-gzip.ts';

/** A layer with everything that a registry and an engine know of it. */
export type BuiltLayer = {
  readonly layer: ReadLayer;
  readonly tar: Uint8Array;
  readonly gzip: Uint8Array;
  readonly blob: Digest;
};

/** Makes a layer of entries whose contents are given by digest. */
export const buildLayer = (entries: readonly LayerEntry[], contents: Contents): BuiltLayer => {
  const { bytes: tar } = writeLayerTar(treeOfEntries(entries), contents);
  const layer = layerOfTar(tar);
  if (typeof layer === 'string') throw new Impossible(layer);
  const gzip = storedGzip(tar);
  return { layer, tar, gzip, blob: digestOf(gzip) };
};

/** One step that made an image: a history row, and the layer unless the row says `empty_layer`. */
export type Step = { readonly row: HistoryRow; readonly layer?: BuiltLayer };

export type BuiltImage = ServedImage & { readonly steps: readonly Step[] };

export const buildImage = (steps: readonly Step[], config: ContainerConfig): BuiltImage => {
  const layers = steps.flatMap(({ layer }) => (layer ? [layer] : []));
  const last = steps.at(-1)?.row;
  const text = writeImageConfig({
    architecture: 'amd64',
    os: 'linux',
    docker_version: '20.10.24+dfsg1',
    ...(last?.created !== undefined && { created: last.created }),
    config,
    container_config: { ...config, Cmd: ['/bin/sh', '-c', (last?.created_by ?? '').replace('/bin/sh -c ', '')] },
    history: steps.map(({ row }) => row),
    diffIds: layers.map(({ layer }) => layer.diffId),
  });
  const manifest = manifestOf(text, layers);
  const described = layers.map(({ blob, layer: { slices: _, ...content } }) => ({ ...content, blob }));
  return { steps, manifest, image: { manifest: manifest.digest, config: text, layers: described } };
};

const types = {
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
};

/** As the engine writes it when it pushes: schema 2, indented by three spaces (measured, docs/facts.md). */
const manifestOf = (config: string, layers: readonly BuiltLayer[]): Manifest => {
  const bytes = JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, size: bytesOf(config).length, digest: digestOf(config) },
      layers: layers.map(({ gzip, blob }) => ({ mediaType: types.layer, size: gzip.length, digest: blob })),
    },
    undefined,
    3,
  );
  return { digest: digestOf(bytes), mediaType: types.manifest, bytes };
};
