import type { CacheId, ChainId, DiffId, Digest, Instant } from '../../kernel/brand.ts';
import type { Happened } from '../../kernel/event.ts';
import type { LayerEntry } from '../../layers/entry.ts';
import type { Tree } from '../../overlay/inode.ts';

export type { LayerEntry };

/** A read-only layer, registered under its chain id. It never changes (law L1). */
export type Layer = {
  readonly chainId: ChainId;
  readonly diffId: DiffId;
  readonly parent?: ChainId;
  /** Sum of the sizes of its regular files and symlink targets, each inode once. */
  readonly size: number;
  /** Name of its directory under `overlay2/`. */
  readonly cacheId: CacheId;
  /** 26 characters under `overlay2/l/`. */
  readonly link: string;
  /** Layers from here down to the base, itself included; at most 125 (law L6). */
  readonly depth: number;
  /** What its `diff/` directory holds. */
  readonly tree: Tree;
  readonly createdAt: Instant;
};

export type LayerEvent =
  | Happened<
      'layer',
      ChainId,
      'LayerRegistered',
      {
        readonly diffId: DiffId;
        readonly parent?: ChainId;
        readonly size: number;
        readonly cacheId: CacheId;
        readonly link: string;
        readonly depth: number;
        readonly entries: readonly LayerEntry[];
        /** The exact uncompressed tar, when its bytes came from outside or were written by a commit. */
        readonly tar?: Digest;
      }
    >
  /** No image, child layer or container refers to it any more. */
  | Happened<'layer', ChainId, 'LayerReleased'>;
