import { existsSync, rmSync } from 'node:fs';
import type { Digest } from '../../core/kernel/brand.ts';
import { BadInput } from '../bad-input.ts';
import { digestsIn, shareBlobs } from '../blobs/share-blobs.ts';
import { placeOf, readStore, type StoreOptions, writeStore } from '../stores/open-store.ts';
import type { LogStore } from '../stores/store.ts';
import { moreOf } from './chain.ts';
import { copyLog } from './copy-log.ts';

export type Copied = { readonly records: number; readonly blobs: number };

/**
 * Another log with the same beginning, up to and with event `to`, and with the same contents. Without `to` it is the
 * whole log, in another store: the same lines, so also the same hashes.
 */
export const forkLog = (from: string, target: string, to?: number, options: StoreOptions = {}): Copied => {
  const source = readStore(from, options);
  try {
    if (to !== undefined) mustEndACommand(source, to);
    return intoNew(target, options, (store) => {
      const records = copyLog(source, store, to);
      function* named(): Generator<Digest> {
        for (const { text } of store.read()) yield* digestsIn(text);
      }
      return { records, blobs: shareBlobs(from, target, named) };
    });
  } finally {
    source.close();
  }
};

/** Asked before anything is made. */
const mustEndACommand = (store: LogStore, seq: number): void => {
  const last = store.last()?.seq ?? 0;
  if (seq > last) throw new BadInput(`${store.name}: there is no event ${seq}; the last is ${last}`);
  if (seq === 0) return;
  const [record] = store.read({ after: seq - 1, to: seq });
  const more = record ? moreOf(record.text) : 0;
  if (more > 0)
    throw new BadInput(
      `${store.name}: event ${seq} is in the middle of a command, which ends with event ${seq + more}`,
    );
};

/** Fills a log that is empty; when that fails, a file that was made for it goes away again. */
const intoNew = <T>(target: string, options: StoreOptions, fill: (store: LogStore) => T): T => {
  const place = placeOf(target);
  const isNew = place.kind !== 'postgres' && !existsSync(place.path);
  const store = writeStore(target, { ...options, sync: 'batch' });
  let isDone = false;
  try {
    const filled = fill(store);
    isDone = true;
    return filled;
  } finally {
    store.close();
    if (isNew && !isDone) rmSync(place.path, { force: true });
  }
};
