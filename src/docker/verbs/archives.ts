import type { SavedImage } from '../../core/images/saved.ts';
import type { Digest, ImageId } from '../../core/kernel/brand.ts';
import { known } from '../../core/kernel/impossible.ts';
import { writeExportTar } from '../../core/layers/export-tar.ts';
import { layerOfTar } from '../../core/layers/layer-of-tar.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import { ask, Complaint, type Docker, type Verb } from '../docker.ts';
import { containerOf } from './containers.ts';
import { targetOf } from './images.ts';

const contentsOf =
  ({ machine }: Docker) =>
  (digest: Digest): Uint8Array =>
    known(machine.contents(digest), `content ${digest}`);

export const exportContainer: Verb = async (docker, options) => {
  const [reference = ''] = options.args;
  await ask(docker, { issuer: 'client', type: 'ExportContainer', container: reference });
  const id = containerOf(docker, reference)?.id;
  const union = id && unionOf(docker.machine.world, id);
  if (!union) return 1;
  const tar = writeExportTar(union, contentsOf(docker));
  const output = options.one('output');
  if (output === undefined) docker.bytesOut(tar);
  else docker.files.write(output, tar);
  return 0;
};

/** Reads a file of the client's machine, as its own commands tell when it can not. */
export const readHostFile = ({ files, stdin }: Docker, path: string): Uint8Array => {
  if (path === '-') return stdin();
  if (!files.look(path, true)) throw new Complaint(`open ${path}: no such file or directory`);
  return files.read(path);
};

export const importImage: Verb = async (docker, options) => {
  const [source = '', target = ''] = options.args;
  const layer = layerOfTar(readHostFile(docker, source));
  if (typeof layer === 'string') throw new Complaint(`Error response from daemon: ${layer}`);
  const tar = readHostFile(docker, source);
  for (const { offset, size } of layer.slices) docker.machine.bring(tar.subarray(offset, offset + size));
  docker.machine.bring(tar);
  const message = options.one('message');
  const { slices: _, ...content } = layer;
  const { image } = await ask<{ readonly image: ImageId }>(docker, {
    issuer: 'client',
    type: 'ImportImage',
    layer: content,
    source: '-',
    ...(message !== undefined && { message }),
    ...(options.has('change') && { changes: options.all('change') }),
    ...targetOf(target),
  });
  docker.out(`${image}\n`);
  return 0;
};

export const save: Verb = async (docker, options) => {
  const saved = await ask<readonly SavedImage[]>(docker, {
    issuer: 'client',
    type: 'SaveImages',
    images: options.args,
  });
  const output = options.one('output');
  const pieces = docker.archives.save(saved);
  if (output === undefined) for (const piece of pieces) docker.bytesOut(piece);
  else docker.files.write(output, joined(pieces));
  return 0;
};

const joined = (pieces: Iterable<Uint8Array>): Uint8Array => {
  const all = [...pieces];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
};

export const load: Verb = async (docker, options) => {
  const input = options.one('input');
  if (input !== undefined && !docker.files.look(input, true))
    throw new Complaint(`open ${input}: no such file or directory`);
  const { lines } = await docker.archives.load(input);
  for (const line of lines) docker.out(`${line}\n`);
  return 0;
};
