import { copyFileSync, linkSync } from 'node:fs';
import type { Digest } from '../../core/kernel/brand.ts';
import { besideLog, placeOf } from '../stores/open-store.ts';
import { logInUrl } from '../stores/postgres-store.ts';
import { blobsBeside } from './blobs-beside.ts';
import type { DiskBlobs } from './disk-blobs.ts';

/**
 * Gives a log the contents of another one. Between directories of one disk they are linked, not copied: they never
 * change. Answers how many there were. `named` are the digests in the log's lines, for a server that holds those of
 * other logs, too.
 */
export const shareBlobs = (from: string, to: string, named: () => Iterable<Digest>): number => {
  const [source, target] = [placeOf(from), placeOf(to)];
  if (source.kind === 'postgres' && target.kind === 'postgres')
    if (logInUrl(source.url).server === logInUrl(target.url).server) return 0;
  if (besideLog(from, 'blobs') === besideLog(to, 'blobs')) return 0;
  const blobs = blobsBeside(from);
  if (source.kind === 'postgres') for (const digest of named()) blobs.get(digest);
  const targets = blobsBeside(to);
  let shared = 0;
  for (const { digest, slices } of blobs.all()) {
    if (targets.has(digest)) continue;
    give(blobs, targets, digest, slices);
    shared += 1;
  }
  return shared;
};

const give = (from: DiskBlobs, to: DiskBlobs, digest: Digest, slices: Parameters<DiskBlobs['adopt']>[2]): void => {
  const spool = to.spool();
  spool.discard();
  try {
    linkSync(from.path(digest), spool.path);
  } catch {
    copyFileSync(from.path(digest), spool.path);
  }
  to.adopt(spool.path, digest, slices);
};

/** All digests that a text names. */
export const digestsIn = (text: string): readonly Digest[] =>
  (text.match(/sha256:[0-9a-f]{64}/g) ?? []).map((digest) => digest as Digest);
