import type { DiffId, Digest } from '../kernel/brand.ts';
import { digestOf } from '../kernel/digest.ts';
import type { LayerContent } from './entry.ts';
import { concat } from './raw-text.ts';
import { TarReader } from './read-tar.ts';
import type { TarHeader } from './tar-header.ts';
import { duplicatePaths, type TarMember, unpack } from './unpack.ts';

/** Where a file's content stands inside a layer's uncompressed tar. */
export type Slice = { readonly content: Digest; readonly offset: number; readonly size: number };

/** A layer read from its tar: what it holds, and where in the tar each content is. */
export type ReadLayer = LayerContent & { readonly slices: readonly Slice[] };

/** Reads a whole uncompressed layer tar; a text says why Docker would refuse it. */
export const layerOfTar = (tar: Uint8Array): ReadLayer | string => {
  const members: TarMember[] = [];
  const slices: Slice[] = [];
  let current: { header: TarHeader; offset: number; pieces: Uint8Array[] } | undefined;
  const reader = new TarReader({
    entry: (header, offset) => {
      current = { header, offset, pieces: [] };
    },
    data: (piece) => current?.pieces.push(piece),
    end: () => {
      if (!current) return;
      const { header, offset, pieces } = current;
      if (header.type !== '0') members.push({ header });
      else {
        const content = digestOf(concat(pieces));
        members.push({ header, content });
        slices.push({ content, offset, size: header.size });
      }
    },
  });
  const problem = reader.write(tar) ?? reader.finish();
  if (problem) return refusalOf(problem.message);
  const unpacked = unpack(members);
  if (typeof unpacked === 'string') return refusalOf(unpacked);
  return { diffId: digestOf(tar) as DiffId, ...unpacked, slices };
};

/**
 * The engine's text for a layer that it can not unpack: the process that unpacks has failed, or the engine itself has cut
 * the stream to it (measured, docs/facts.md).
 */
export const refusalOf = (reason: string): string =>
  reason === duplicatePaths
    ? `Error processing tar file(${reason}): `
    : `Error processing tar file(exit status 1): ${reason}`;
