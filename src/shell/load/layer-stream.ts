import { createHash, type Hash } from 'node:crypto';
import type { DiffId, Digest } from '../../core/kernel/brand.ts';
import { type ReadLayer, refusalOf, type Slice } from '../../core/layers/layer-of-tar.ts';
import { TarReader } from '../../core/layers/read-tar.ts';
import type { TarHeader } from '../../core/layers/tar-header.ts';
import { type TarMember, unpack } from '../../core/layers/unpack.ts';

/** Far more than any layer has; what has more wants to fill the memory. */
const mostMembers = 1_000_000;

/**
 * An uncompressed layer tar as it comes: computes the digests of the whole and of each file, and keeps the headers.
 * The answers are texts when something is wrong, in Docker's words where it has them.
 */
export class LayerStream {
  private readonly whole = createHash('sha256');
  private readonly members: TarMember[] = [];
  private readonly slices: Slice[] = [];
  private readonly reader: TarReader;
  private header: TarHeader | undefined;
  private offset = 0;
  private hash: Hash | undefined;

  constructor() {
    this.reader = new TarReader({
      entry: (header, offset) => {
        this.header = header;
        this.offset = offset;
        this.hash = header.type === '0' ? createHash('sha256') : undefined;
      },
      data: (piece) => void this.hash?.update(piece),
      end: () => this.complete(),
    });
  }

  write(piece: Uint8Array): string | undefined {
    this.whole.update(piece);
    const problem = this.reader.write(piece);
    if (problem) return refusalOf(`${problem.message} (at byte ${problem.offset} of the layer)`);
    return this.members.length > mostMembers ? `more than ${mostMembers} files in one layer` : undefined;
  }

  finish(): ReadLayer | string {
    const problem = this.reader.finish();
    if (problem) return refusalOf(`${problem.message} (at byte ${problem.offset} of the layer)`);
    const unpacked = unpack(this.members);
    if (typeof unpacked === 'string') return refusalOf(unpacked);
    return { diffId: digestOf(this.whole) as DiffId, ...unpacked, slices: this.slices };
  }

  private complete(): void {
    const { header, hash, offset } = this;
    if (!header) return;
    if (!hash) this.members.push({ header });
    else {
      const content = digestOf(hash);
      this.members.push({ header, content });
      if (header.size > 0) this.slices.push({ content, offset, size: header.size });
    }
  }
}

const digestOf = (hash: Hash): Digest => `sha256:${hash.digest('hex')}` as Digest;
