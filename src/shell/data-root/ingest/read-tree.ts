import { createHash, type Hash } from 'node:crypto';
import type { Digest } from '../../../core/kernel/brand.ts';
import { TarReader } from '../../../core/layers/read-tar.ts';
import type { TarHeader } from '../../../core/layers/tar-header.ts';
import type { Entry, InodeData } from '../../../core/overlay/index.ts';
import { BadInput } from '../../bad-input.ts';
import type { DiskBlobs, Spool } from '../../blobs/disk-blobs.ts';
import { readTree } from '../tar/gnu-tar.ts';

const overlayMark = 'trusted.overlay.';
const opaque = `${overlayMark}opaque`;

/** An upper directory or a volume as it lies on disk; contents go to the blobs. The root comes first, with the path ''. */
export const entriesOf = async (dir: string, blobs: DiskBlobs): Promise<readonly Entry[]> => {
  const reading = new TreeReading(blobs);
  try {
    await readTree(dir, (piece) => reading.reader.write(piece)?.message);
  } finally {
    reading.drop();
  }
  return reading.entries;
};

/** The same of a tar that was packed before. */
export const entriesOfTar = (pieces: Iterable<Uint8Array>, blobs: DiskBlobs): readonly Entry[] => {
  const reading = new TreeReading(blobs);
  for (const piece of pieces) {
    const problem = reading.reader.write(piece);
    if (problem) throw new BadInput(problem.message);
  }
  return reading.entries;
};

class TreeReading {
  readonly entries: Entry[] = [];
  readonly reader: TarReader;
  private readonly nodes = new Map<string, InodeData>();
  private readonly blobs: DiskBlobs;
  private file: { readonly header: TarHeader; readonly hash: Hash; readonly spool: Spool } | undefined;

  constructor(blobs: DiskBlobs) {
    this.blobs = blobs;
    this.reader = new TarReader({
      entry: (header) => this.begin(header),
      data: (piece) => {
        this.file?.hash.update(piece);
        this.file?.spool.write(Uint8Array.from(piece));
      },
      end: () => this.complete(),
    });
  }

  /** What was cut off in the midst of a file. */
  drop(): void {
    this.file?.spool.discard();
  }

  private begin(header: TarHeader): void {
    if (header.type === '0') this.file = { header, hash: createHash('sha256'), spool: this.blobs.spool() };
    else if (header.type === '1') this.link(header);
    else this.add(header.name, nodeOf(header));
  }

  private complete(): void {
    if (!this.file) return;
    const { header, hash, spool } = this.file;
    this.file = undefined;
    const content = `sha256:${hash.digest('hex')}` as Digest;
    if (this.blobs.has(content)) spool.discard();
    else spool.keep(content);
    this.add(header.name, { kind: 'file', content, size: header.size, ...attributesOf(header) });
  }

  private add(name: string, node: InodeData | undefined): void {
    if (!node) return;
    const path = plain(name);
    this.nodes.set(path, node);
    this.entries.push({ path, node });
  }

  private link({ name, linkname }: TarHeader): void {
    const first = plain(linkname);
    const node = this.nodes.get(first);
    if (node) this.entries.push({ path: plain(name), hardLink: first, node });
  }
}

/** tar's `./a/` is our `a`. */
const plain = (name: string): string => name.replace(/^\.\/?/, '').replace(/\/$/, '');

const attributesOf = ({ mode, uid, gid, mtime, xattrs = {} }: TarHeader) => {
  const kept = Object.entries(xattrs).filter(([key]) => !key.startsWith(overlayMark));
  return { mode: mode & 0o7777, uid, gid, mtime, ...(kept.length > 0 && { xattrs: Object.fromEntries(kept) }) };
};

const nodeOf = (header: TarHeader): InodeData | undefined => {
  const attributes = attributesOf(header);
  const { devmajor: major, devminor: minor } = header;
  switch (header.type) {
    case '5':
      return { kind: 'directory', ...(header.xattrs?.[opaque] === 'y' && { opaque: true }), ...attributes };
    case '2':
      return { kind: 'symlink', target: header.linkname, ...attributes };
    case '3':
      return major === 0 && minor === 0
        ? { kind: 'whiteout', ...attributes }
        : { kind: 'device', device: 'char', major, minor, ...attributes };
    case '4':
      return { kind: 'device', device: 'block', major, minor, ...attributes };
    case '6':
      return { kind: 'fifo', ...attributes };
    default:
      return undefined;
  }
};
