import type { DiffId } from '../kernel/brand.ts';
import type { Attributes, Shape } from '../overlay/inode.ts';

/** One object of a layer, by its path from the layer's root without a leading slash; the root itself is `''`. */
export type LayerEntry = {
  readonly path: string;
  /** The first path of the same inode, when this one is a further name of it. */
  readonly hardLink?: string;
  readonly node: Shape & Attributes;
};

/** What a layer's tar unpacks to. */
export type LayerContent = {
  readonly diffId: DiffId;
  /** Sum of the sizes of its regular files and symlink targets, each inode once. */
  readonly size: number;
  readonly entries: readonly LayerEntry[];
};
