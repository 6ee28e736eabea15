import { besideLog, placeOf } from '../stores/open-store.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { PostgresBlobs } from './postgres-blobs.ts';

/** Where a log keeps the contents that its events name: a directory beside it, or the server. */
export const blobsBeside = (log: string): DiskBlobs => {
  const place = placeOf(log);
  const directory = besideLog(log, 'blobs');
  return place.kind === 'postgres' ? new PostgresBlobs(place.url, directory) : new DiskBlobs(directory);
};
