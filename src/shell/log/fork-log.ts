import type { Digest } from '../../core/kernel/brand.ts';
import { digestsIn, shareBlobs } from '../blobs/share-blobs.ts';
import { readStore, type StoreOptions, writeStore } from '../stores/open-store.ts';
import { copyLog } from './copy-log.ts';

export type Copied = { readonly records: number; readonly blobs: number };

/**
 * Another log with the same beginning, up to and with event `to`, and with the same contents. Without `to` it is the
 * whole log, in another store: the same lines, so also the same hashes.
 */
export const forkLog = (from: string, target: string, to?: number, options: StoreOptions = {}): Copied => {
  const source = readStore(from, options);
  try {
    const store = writeStore(target, { ...options, sync: 'batch' });
    try {
      const records = copyLog(source, store, to);
      function* named(): Generator<Digest> {
        for (const { text } of store.read()) yield* digestsIn(text);
      }
      return { records, blobs: shareBlobs(from, target, named) };
    } finally {
      store.close();
    }
  } finally {
    source.close();
  }
};
