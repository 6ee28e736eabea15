import { createHash } from 'node:crypto';
import type { Digest } from '../../core/kernel/brand.ts';
import { hexOf } from '../../core/kernel/digest.ts';
import type { ReadLayer } from '../../core/layers/layer-of-tar.ts';
import { BadInput } from '../bad-input.ts';
import type { BlobStore } from '../session.ts';
import type { Member } from './archive.ts';
import { uncompressed } from './decompress.ts';
import { type LayerSink, layerSink } from './layer-sink.ts';
import { LayerStream } from './layer-stream.ts';

/** A layer that was read and checked, and its bytes, complete but not shown yet. */
export type StagedLayer = { readonly layer: ReadLayer; readonly sink: LayerSink };

/** Reads one layer of an archive in one pass, at the memory of a few pieces and its headers. */
export const readLayer = async (
  where: string,
  member: Member,
  digest: Digest | undefined,
  blobs: BlobStore,
): Promise<StagedLayer> => {
  const stored = createHash('sha256');
  const stream = new LayerStream();
  const sink = layerSink(blobs);
  try {
    const bytes = uncompressed(member, (piece) => {
      if (digest !== undefined) stored.update(piece);
    });
    // Not `for await` over everything: a promise a piece is dear where nothing waits.
    if (Symbol.asyncIterator in bytes) for await (const piece of bytes) take(stream, sink, piece);
    else for (const piece of bytes) take(stream, sink, piece);
    const actual = stored.digest('hex');
    if (digest !== undefined && actual !== hexOf(digest)) {
      throw new BadInput(`the stored bytes have the digest sha256:${actual}, not ${digest}`);
    }
    const layer = stream.finish();
    if (typeof layer === 'string') throw new BadInput(layer);
    sink.close();
    return { layer, sink };
  } catch (error) {
    sink.drop();
    if (error instanceof BadInput) throw new BadInput(`${where}: ${member.name}: ${error.message}`);
    throw error;
  }
};

const take = (stream: LayerStream, sink: LayerSink, piece: Uint8Array): void => {
  const problem = stream.write(piece);
  if (problem !== undefined) throw new BadInput(problem);
  sink.write(piece);
};
