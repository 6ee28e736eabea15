import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import { BadInput } from '../bad-input.ts';
import { type Member, pieces } from './archive.ts';

/** Sees a compressed member's own bytes, to hash them. */
export type Watch = (piece: Uint8Array) => void;

/** A member's bytes, uncompressed. What it is compressed with shows in its first bytes, as Docker looks at them. */
export const uncompressed = (member: Member, watch: Watch): Iterable<Uint8Array> | AsyncIterable<Uint8Array> => {
  const magic = Buffer.from(firstBytes(member)).toString('hex');
  if (magic.startsWith('1f8b08')) return gunzip(member, watch);
  if (magic.startsWith('28b52ffd')) return unzstd(member, watch);
  if (magic.startsWith('fd377a585a00')) throw new BadInput('compressed with xz, which is not supported');
  if (magic.startsWith('425a68')) throw new BadInput('compressed with bzip2, which is not supported');
  return plain(member, watch);
};

const firstBytes = (member: Member): Uint8Array => {
  for (const piece of pieces({ ...member, size: Math.min(member.size, 18) })) return piece;
  return new Uint8Array();
};

function* plain(member: Member, watch: Watch): Generator<Uint8Array> {
  for (const piece of pieces(member)) {
    watch(piece);
    yield piece;
  }
}

async function* gunzip(member: Member, watch: Watch): AsyncGenerator<Uint8Array> {
  const { file, offset: start, size } = member;
  const source = createReadStream(file, { start, end: start + size - 1, highWaterMark: 1 << 18 });
  source.on('data', (piece) => watch(piece as Buffer));
  const unzip = createGunzip({ chunkSize: 1 << 18 });
  source.on('error', (error) => unzip.destroy(error));
  try {
    yield* source.pipe(unzip);
  } catch (error) {
    throw new BadInput(`gzip: ${(error as Error).message}`);
  } finally {
    source.destroy();
  }
}

/** What the zstd program itself allows. */
const widestWindow = 128 * 1024 * 1024;

function* unzstd(member: Member, watch: Watch): Generator<Uint8Array> {
  if (windowOf(firstBytes(member)) > widestWindow) throw new BadInput('zstd: the window is too large');
  let out: Uint8Array[] = [];
  const stream = new Decompress((piece) => out.push(piece));
  let done = 0;
  for (const piece of pieces(member)) {
    watch(piece);
    done += piece.length;
    // Small steps: the library gives out everything that one step makes at once.
    for (let at = 0; at < piece.length; at += zstdStep) {
      const last = done === member.size && at + zstdStep >= piece.length;
      try {
        stream.push(Uint8Array.from(piece.subarray(at, at + zstdStep)), last);
      } catch (error) {
        throw new BadInput(`zstd: ${(error as Error).message}`);
      }
      const ready = out;
      out = [];
      yield* ready;
    }
  }
}

const zstdStep = 1 << 17;

/** How many bytes back the frame may refer: the memory that reading it takes. */
const windowOf = (head: Uint8Array): number => {
  const [flags = 0, window = 0] = head.subarray(4);
  const isSingle = (flags & 0x20) !== 0;
  if (!isSingle) return 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
  const sizeBytes = 1 << (flags >> 6);
  const start = 5 + (flags & 3 ? 1 << ((flags & 3) - 1) : 0);
  return head.subarray(start, start + sizeBytes).reduceRight((size, byte) => size * 256 + byte, 0);
};
