import { gzipSync } from 'node:zlib';
import type { DiffId, Digest } from '../../../core/kernel/brand.ts';
import { known } from '../../../core/kernel/impossible.ts';
import { writeLayerTar } from '../../../core/layers/layer-tar.ts';
import type { World } from '../../../core/world.ts';
import type { PathNode } from '../../../views/data-root.ts';
import { BadInput } from '../../bad-input.ts';
import { writeBolt } from '../bolt/write-bolt.ts';
import { TarSplitter } from '../tar/tar-split.ts';
import type { Content } from './tar-of.ts';

/** Contents by digest; a layer's tar is under its diff id. */
export type Bytes = (digest: Digest) => Uint8Array | undefined;

/** The bytes of each file of a data root. */
export const contentOf =
  (world: World, bytes: Bytes) =>
  (path: string, { content, digest, packs, size }: PathNode): Content => {
    if (content !== undefined) return whole(Buffer.from(content));
    if (packs && 'volumes' in packs)
      return whole(
        writeBolt(
          'volumes',
          packs.volumes.map((it) => [it.Name, JSON.stringify(it)]),
        ),
      );
    if (packs) return whole(splitOf(world, packs.layer, bytes));
    if (digest === undefined) return whole(new Uint8Array());
    const found = size === 0 ? new Uint8Array() : bytes(digest);
    if (!found) throw new BadInput(`${path}: its content ${digest} is not beside the log`);
    return whole(found);
  };

const whole = (bytes: Uint8Array): Content => ({ size: bytes.length, pieces: [bytes] });

/** A layer whose tar is not at hand is packed again as a commit would pack it; that must give its diff id. */
const splitOf = (world: World, diffId: DiffId, bytes: Bytes): Uint8Array => {
  const tar = bytes(diffId) ?? packedAgain(world, diffId, bytes);
  const lines: string[] = [];
  const splitter = new TarSplitter((line) => lines.push(line));
  const problem = splitter.update(tar) ?? splitter.finish();
  if (problem !== undefined) throw new BadInput(`layer ${diffId}: ${problem}`);
  return gzipSync(lines.join(''));
};

const packedAgain = (world: World, diffId: DiffId, bytes: Bytes): Uint8Array => {
  const layer = known(
    [...world.layers.values()].find((it) => it.diffId === diffId),
    `layer ${diffId}`,
  );
  const packed = writeLayerTar(layer.tree, (digest) => {
    const found = bytes(digest);
    if (!found) throw new BadInput(`layer ${diffId}: the content ${digest} is not beside the log`);
    return found;
  });
  if (packed.diffId !== diffId) throw new BadInput(`layer ${diffId}: its tar is not beside the log`);
  return packed.bytes;
};
