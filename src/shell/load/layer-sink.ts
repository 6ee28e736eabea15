import type { Digest } from '../../core/kernel/brand.ts';
import type { ReadLayer } from '../../core/layers/layer-of-tar.ts';
import { concat } from '../../core/layers/raw-text.ts';
import { DiskBlobs } from '../blobs/disk-blobs.ts';
import type { BlobStore } from '../session.ts';

/** Where a layer's bytes go while they are read. Nothing shows before `keep`; `drop` takes even that back. */
export type LayerSink = {
  readonly write: (piece: Uint8Array) => void;
  readonly close: () => void;
  readonly keep: (layer: ReadLayer) => void;
  readonly drop: () => void;
};

export const layerSink = (blobs: BlobStore): LayerSink =>
  blobs instanceof DiskBlobs ? onDisk(blobs) : inMemory(blobs);

const onDisk = (blobs: DiskBlobs): LayerSink => {
  const spool = blobs.spool();
  let kept: Digest | undefined;
  return {
    write: (piece) => spool.write(piece),
    close: () => spool.close(),
    keep: ({ diffId, slices }) => {
      if (blobs.has(diffId)) {
        spool.discard();
        return;
      }
      spool.keep(diffId, slices);
      kept = diffId;
    },
    drop: () => {
      spool.discard();
      if (kept !== undefined) blobs.forget(kept);
    },
  };
};

const inMemory = (blobs: BlobStore): LayerSink => {
  const written: Uint8Array[] = [];
  return {
    write: (piece) => void written.push(Uint8Array.from(piece)),
    close: () => {},
    keep: ({ diffId, slices }) => {
      const tar = concat(written);
      blobs.put(diffId, tar);
      for (const { content, offset, size } of slices) blobs.put(content, tar.subarray(offset, offset + size));
    },
    drop: () => {},
  };
};
