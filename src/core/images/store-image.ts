import { topLayerOf } from '../indexes.ts';
import type { DiffId, ImageId } from '../kernel/brand.ts';
import type { Blobs, Rejection } from '../kernel/decision.ts';
import { imageIdOf } from '../kernel/digest.ts';
import type { Contents, Entropy } from '../kernel/entropy.ts';
import type { LayerContent } from '../layers/entry.ts';
import { layerOfTar } from '../layers/layer-of-tar.ts';
import { writeLayerTar } from '../layers/layer-tar.ts';
import type { Story } from '../lifecycle/story.ts';
import type { Tree } from '../overlay/inode.ts';
import type { Image, ImageConfig, Origin } from '../streams/image/image.ts';
import { maxDepthExceeded } from '../streams/image/rejections.ts';
import { deepest, registerStack } from '../streams/layer/register-stack.ts';
import { emptyLayer } from './child-image.ts';
import { writeImageConfig } from './write-config.ts';

/** A layer made here, before it is registered: its content, and the bytes of its tar. */
export type MadeLayer = { readonly content: LayerContent; readonly tar: Uint8Array };

/** The layer that an upper directory makes, or why it can not be one. */
export const layerOfUpper = (upper: Tree, contents: Contents): MadeLayer | Rejection => {
  const { bytes } = writeLayerTar(upper, contents);
  const read = layerOfTar(bytes);
  if (typeof read === 'string') return { code: 'InvalidLayer', status: 500, message: read };
  const { diffId, size, entries } = read;
  return { content: { diffId, size, entries }, tar: bytes };
};

/** The bytes of a layer's tar go to the blob store under its diff id, which is their digest. */
export const blobsOf = ({ content, tar }: MadeLayer): Blobs => new Map([[content.diffId, tar]]);

/** Checked before the content is looked at: an empty layer on a full stack is refused too (law L6). */
export const depthFlaw = (parent: Image | undefined): Rejection | undefined =>
  (parent?.config.diffIds.length ?? 0) >= deepest ? maxDepthExceeded() : undefined;

/** Registers a new layer on a parent's stack: one that is there already stays (law L5), the empty one adds nothing. */
export const registerLayer = (
  story: Story,
  parent: Image | undefined,
  content: LayerContent,
  entropy: Entropy,
): DiffId => {
  const top = parent && topLayerOf(parent);
  const below = top && story.world.layers.get(top);
  if (content.diffId !== emptyLayer)
    story.tellAll(registerStack(story.world.layers, [content], entropy, new Set(), below));
  return content.diffId;
};

/** Stores a config as an image. The same bytes are the same image; only its parent link may change. */
export const storeImage = (
  story: Story,
  config: ImageConfig,
  origin: Origin,
  { now: at }: Entropy,
  parent?: ImageId,
): ImageId => {
  const bytes = writeImageConfig(config);
  const id = imageIdOf(bytes);
  const existing = story.world.images.get(id);
  if (!existing) {
    const link = parent === undefined ? {} : { parent };
    story.tell({ stream: 'image', id, type: 'ImageStored', at, bytes, config, origin, ...link });
  } else if (parent !== undefined && existing.parent !== parent) {
    story.tell({ stream: 'image', id, type: 'ImageParentSet', at, parent });
  }
  return id;
};
