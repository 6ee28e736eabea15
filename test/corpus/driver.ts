import type { Digest } from '../../src/core/kernel/brand.ts';
import type { Contents } from '../../src/core/kernel/entropy.ts';
import { type Member, members } from '../../src/core/layers/layer-tar.ts';
import { debianOwners } from '../../src/core/layers/owners.ts';
import { unpack } from '../../src/core/layers/unpack.ts';
import {
  type Context,
  chmod,
  type DiffRow,
  diff,
  type Entry,
  emptyTree,
  type Lower,
  link,
  mkdir,
  type Outcome,
  rename,
  rmdir,
  stackOn,
  symlink,
  type Tree,
  treeOfEntries,
  type Union,
  unlink,
  type Visible,
  walkMerged,
  walkTree,
  writeFile,
} from '../../src/core/overlay/index.ts';
import type { Call } from './history.ts';

/** What a storage driver does for an engine. A broken one differs in one of these. */
export type Driver = {
  /** One system call in a container. */
  readonly call: (union: Union, call: Call, ctx: Context) => Outcome;
  /** What the container sees. */
  readonly view: (union: Union) => Iterable<Visible>;
  /** `docker diff`. */
  readonly rows: (union: Union) => readonly DiffRow[];
  /** The members of the layer that `docker commit` writes. */
  readonly pack: (union: Union) => readonly Member[];
  /** What such members become in the directory of a layer; a text is a refusal. */
  readonly unpack: (layer: readonly Member[]) => readonly Entry[] | string;
  /** The layer on top of those below. */
  readonly lay: (lower: Lower | undefined, layer: Tree) => Lower;
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The model itself. */
export const model: Driver = {
  call: (union, { op, path, to = '', data = '' }, ctx) => {
    switch (op) {
      case 'write':
        return writeFile(union, path, bytes(data), ctx);
      case 'unlink':
        return unlink(union, path, ctx);
      case 'rmdir':
        return rmdir(union, path, ctx);
      case 'mkdir':
        return mkdir(union, path, ctx);
      case 'symlink':
        return symlink(union, to, path, ctx);
      case 'link':
        return link(union, path, to, ctx);
      case 'chmod':
        return chmod(union, path, 0o700, ctx);
      case 'rename':
        return rename(union, path, to, ctx);
      case 'rename, no replace':
        return rename(union, path, to, ctx, { noReplace: true });
    }
  },
  view: walkMerged,
  rows: diff,
  pack: ({ upper }) => {
    const objects = [...walkTree(upper)].map(({ path, ino, inode }) => ({ path, key: `${ino}`, inode }));
    return [...members(objects, debianOwners)];
  },
  unpack: (layer) => {
    const unpacked = unpack(layer);
    return typeof unpacked === 'string' ? unpacked : unpacked.entries;
  },
  lay: stackOn,
};

/** A container's root before anything was written. */
export const fresh = (lower: Lower | undefined): Union => ({ lower, upper: emptyTree() });

export const layerOf = (entries: readonly Entry[]): Tree => treeOfEntries(entries);

/** File contents of the histories. */
export const blobs = new Map<Digest, Uint8Array>();
export const contents: Contents = (digest) => blobs.get(digest);
