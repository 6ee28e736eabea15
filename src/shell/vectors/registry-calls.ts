import type { Fetched } from '../../core/commands/client/pull-image.ts';
import { isFlaw, parseName, withTag } from '../../core/images/reference.ts';
import { digestOf } from '../../index.ts';
import type { VectorRegistry } from '../../oracle/vectors/vector.ts';
import { type BuiltImage, buildImage, buildLayer } from '../../registry/build-image.ts';
import { asked, type Bench, type Call } from './call.ts';
import { smallTar } from './tar-file.ts';

/** Docker takes a registry on loopback without asking for TLS. */
const address = '127.0.0.1:57190';
const repository = 'plimsoll-served';

/** Nobody listens on port 1. */
export const nobody = '127.0.0.1:1/plimsoll-served';
export const served = `${address}/${repository}`;

const row = (created_by: string) => ({ created: '2024-01-01T00:00:00Z', created_by });

const layerOf = (path: string, text: string) => {
  const { entries, contents } = smallTar([{ path, text }]);
  return buildLayer(entries, (digest) => contents.find((bytes) => digestOf(bytes) === digest));
};

const base = { row: row('base'), layer: layerOf('base', 'base\n') };
const config = { Cmd: ['/base'] };

/** Two tags that share a layer, and one whose config does not know the layers of its manifest. */
const images: Readonly<Record<string, BuiltImage>> = {
  '1': buildImage([base], config),
  '2': buildImage([base, { row: row('second'), layer: layerOf('second', 'second\n') }], config),
  wrong: buildImage([base, { row: { ...row('nothing'), empty_layer: true } }], config),
};

const wrong = images.wrong;

const mismatched = (): { readonly text: string; readonly fetched: Fetched } | undefined => {
  if (!wrong) return undefined;
  const text = wrong.image.config.replace(/"diff_ids":\["sha256:[0-9a-f]{8}/, '"diff_ids":["sha256:00000000');
  return { text, fetched: { ...wrong.image, config: text } };
};

const answered = 'application/octet-stream';

const refusals = [
  [`/v2/${repository}/manifests/none`, 404, 'MANIFEST_UNKNOWN', 'manifest unknown'],
  ['/v2/plimsoll-denied/manifests/1', 403, 'DENIED', 'requested access to the resource is denied'],
] as const;

/** Everything that the registry serves, as a consumer serves it. */
export const registryFiles = (): {
  readonly registry: VectorRegistry;
  readonly files: Readonly<Record<string, Uint8Array>>;
} => {
  const files: Record<string, Uint8Array> = { empty: new Uint8Array() };
  const answers: Record<string, VectorRegistry['answers'][string]> = {
    '/v2/': { status: 200, type: 'application/json', file: 'empty' },
  };
  const serve = (path: string, type: string, name: string, bytes: Uint8Array): void => {
    files[name] = bytes;
    answers[path] = { status: 200, type, file: name, digest: digestOf(bytes) };
  };
  for (const [tag, { manifest, image, steps }] of Object.entries(images)) {
    const text = tag === 'wrong' ? (mismatched()?.text ?? '') : image.config;
    const told = Buffer.from(
      new TextDecoder().decode(Buffer.from(manifest.bytes)).replace(digestOf(image.config), digestOf(text)),
    );
    for (const by of [tag, digestOf(told)])
      serve(`/v2/${repository}/manifests/${by}`, manifest.mediaType, `manifest ${tag}`, told);
    serve(`/v2/${repository}/blobs/${digestOf(text)}`, answered, `config ${tag}`, Buffer.from(text));
    for (const { layer } of steps)
      if (layer)
        serve(`/v2/${repository}/blobs/${layer.blob}`, answered, `blob ${layer.blob.slice(7, 19)}`, layer.gzip);
  }
  for (const [path, status, code, message] of refusals) {
    // Without a detail the engine does not take the code for what it is.
    files[code] = Buffer.from(JSON.stringify({ errors: [{ code, message, detail: { Tag: 'none' } }] }));
    answers[path] = { status, type: 'application/json', file: code };
  }
  return { registry: { address, answers }, files };
};

/** `docker pull`; what the registry answers is found as the engine would find it. */
export const pull = (reference: string, tag: string, more: { readonly platform?: string } = {}): Call => ({
  do: 'call',
  line: `docker pull ${more.platform === undefined ? '' : `--platform ${more.platform} `}${reference}:${tag}`,
  request: { method: 'POST', path: '/images/create', query: { fromImage: reference, tag, ...more } },
  perform: (bench) => {
    bringAll(bench);
    const fetched = fetchedOf(reference, tag);
    return asked(bench, { issuer: 'client', type: 'PullImage', reference, tag, fetched, ...more });
  },
});

const fetchedOf = (reference: string, tag: string): Fetched => {
  if (reference === nobody)
    return { unreachable: 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused' };
  if (reference.endsWith('/plimsoll-denied')) return { refused: 'denied' };
  const named = parseName(reference);
  const full = isFlaw(named) ? named : withTag(named, tag);
  const image = isFlaw(full) ? undefined : images[full.tag ?? ''];
  if (tag === 'wrong') return mismatched()?.fetched ?? { refused: 'unknown' };
  return image === undefined ? { refused: 'unknown' } : image.image;
};

const bringAll = ({ model }: Bench): void => {
  for (const { steps } of Object.values(images))
    for (const { layer } of steps) {
      if (!layer) continue;
      model.bench.machine.bring(layer.tar);
      for (const { offset, size } of layer.layer.slices)
        model.bench.machine.bring(layer.tar.subarray(offset, offset + size));
    }
};
