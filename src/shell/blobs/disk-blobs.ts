import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DiffId, Digest } from '../../core/kernel/brand.ts';
import { hexOf, isDigest } from '../../core/kernel/digest.ts';
import type { Slice } from '../../core/layers/layer-of-tar.ts';
import { BadInput } from '../bad-input.ts';
import type { BlobStore } from '../session.ts';
import { readSlices, slicesText } from './slices.ts';

/**
 * Contents by their digest, in a directory: `sha256/<hex>`. A layer is one blob, its uncompressed tar as it came, so
 * that `save` gives the same bytes back; `slices/<hex>` says where in it each file's content is. Whatever is there is
 * whole: bytes are written under another name first.
 */
export class DiskBlobs implements BlobStore {
  private readonly dir: string;
  /** Contents inside layer tars, read from `slices/` at the first need. */
  private inside: Map<string, Slice & { readonly tar: string }> | undefined;

  constructor(dir: string) {
    this.dir = dir;
  }

  readonly get = (digest: Digest): Uint8Array | undefined => (isDigest(digest) ? this.find(digest) : undefined);

  protected find(digest: Digest): Uint8Array | undefined {
    const bytes = this.whole(digest) ?? this.slice(digest);
    if (bytes && hashOf(bytes) !== hexOf(digest))
      throw new BadInput(`${this.dir}: the content of ${digest} is damaged`);
    return bytes;
  }

  readonly put = (digest: Digest, bytes: Uint8Array): void => {
    if (existsSync(this.path(digest))) return;
    const spool = this.spool();
    spool.write(bytes);
    spool.keep(digest);
  };

  /** Whether the content is here as a blob of its own; where it is then, to be read in pieces. */
  has(digest: Digest): boolean {
    return existsSync(this.path(digest));
  }

  path(digest: Digest): string {
    return join(this.dir, 'sha256', hexOf(digest));
  }

  /** Takes bytes in as they come. Nothing shows until `keep`. */
  spool(): Spool {
    const temporary = join(this.dir, 'tmp');
    mkdirSync(temporary, { recursive: true });
    const path = join(temporary, randomBytes(8).toString('hex'));
    return new Spool(path, this);
  }

  /** Takes a finished file over; for a layer's tar, with where its contents are. */
  adopt(path: string, digest: Digest, slices: readonly Slice[]): void {
    mkdirSync(join(this.dir, 'sha256'), { recursive: true });
    if (slices.length > 0) {
      mkdirSync(join(this.dir, 'slices'), { recursive: true });
      writeFileSync(`${path}.slices`, slicesText(slices));
      renameSync(`${path}.slices`, join(this.dir, 'slices', hexOf(digest)));
      if (this.inside) this.note(hexOf(digest), slices);
    }
    renameSync(path, this.path(digest));
  }

  /** Takes back what was kept and that nothing refers to. */
  forget(digest: Digest): void {
    rmSync(this.path(digest), { force: true });
    rmSync(join(this.dir, 'slices', hexOf(digest)), { force: true });
    this.inside = undefined;
  }

  /** A whole layer tar from memory. */
  putLayer(diffId: DiffId, tar: Uint8Array, slices: readonly Slice[]): void {
    if (this.has(diffId)) return;
    const spool = this.spool();
    spool.write(tar);
    spool.keep(diffId, slices);
  }

  /** All blobs that are here by themselves, and for a layer's tar, where its contents are. */
  *all(): Generator<{ readonly digest: Digest; readonly slices: readonly Slice[] }> {
    const dir = join(this.dir, 'sha256');
    for (const hex of existsSync(dir) ? readdirSync(dir).sort() : []) {
      const slices = join(this.dir, 'slices', hex);
      yield { digest: `sha256:${hex}` as Digest, slices: existsSync(slices) ? readSlices(slices) : [] };
    }
  }

  private whole(digest: Digest): Uint8Array | undefined {
    return this.has(digest) ? readFileSync(this.path(digest)) : undefined;
  }

  private slice(digest: Digest): Uint8Array | undefined {
    const slice = this.index().get(hexOf(digest));
    if (!slice) return digest === emptyDigest ? new Uint8Array() : undefined;
    const bytes = new Uint8Array(slice.size);
    const file = openSync(join(this.dir, 'sha256', slice.tar), 'r');
    try {
      readSync(file, bytes, 0, slice.size, slice.offset);
    } finally {
      closeSync(file);
    }
    return bytes;
  }

  private index(): Map<string, Slice & { readonly tar: string }> {
    if (this.inside) return this.inside;
    this.inside = new Map();
    const dir = join(this.dir, 'slices');
    for (const tar of existsSync(dir) ? readdirSync(dir).sort() : []) {
      if (existsSync(join(this.dir, 'sha256', tar))) this.note(tar, readSlices(join(dir, tar)));
    }
    return this.inside;
  }

  private note(tar: string, slices: readonly Slice[]): void {
    for (const slice of slices) this.inside?.set(hexOf(slice.content), { ...slice, tar });
  }
}

/** A blob that is being written. */
export class Spool {
  readonly path: string;
  private readonly blobs: DiskBlobs;
  private file: number | undefined;

  constructor(path: string, blobs: DiskBlobs) {
    this.path = path;
    this.blobs = blobs;
    this.file = openSync(path, 'wx');
  }

  write(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && this.file !== undefined; ) at += writeSync(this.file, piece, at);
  }

  /** It is whole, and this is its digest. */
  keep(digest: Digest, slices: readonly Slice[] = []): void {
    this.close();
    this.blobs.adopt(this.path, digest, slices);
  }

  /** It is not wanted. */
  discard(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  /** Complete, but not shown yet. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const emptyDigest = `sha256:${hashOf(new Uint8Array())}`;
