import type { Digest, Instant } from '../core/kernel/brand.ts';
import { digestOf } from '../core/kernel/digest.ts';
import type { LayerEntry } from '../core/layers/entry.ts';
import { bytesOf } from '../core/layers/raw-text.ts';
import type { Attributes, Shape } from '../core/overlay/inode.ts';
import { type BuiltLayer, buildLayer } from './build-image.ts';

/** One object of a layer being written by hand; it gets the layer's time. */
export type Piece = {
  readonly path: string;
  readonly hardLink?: string;
  readonly shape: Shape;
  readonly mode: number;
  readonly owner: Owner;
  readonly bytes?: Uint8Array;
};

type Owner = readonly [uid: number, gid: number];
const root: Owner = [0, 0];

export const file = (path: string, text: string, mode = 0o644, owner = root): Piece => {
  const bytes = bytesOf(text);
  return { path, shape: { kind: 'file', content: digestOf(bytes), size: bytes.length }, mode, owner, bytes };
};

export const directory = (path: string, mode = 0o755, owner = root): Piece => ({
  path,
  shape: { kind: 'directory' },
  mode,
  owner,
});

export const symlink = (path: string, target: string): Piece => ({
  path,
  shape: { kind: 'symlink', target },
  mode: 0o777,
  owner: root,
});

/** What a removal leaves. */
export const whiteout = (path: string): Piece => ({ path, shape: { kind: 'whiteout' }, mode: 0, owner: root });

/** One more name of a file made before. */
export const hardLink = (path: string, first: Piece): Piece => ({ ...first, path, hardLink: first.path });

/** Stands for a program: what runs it is the model, which knows it by its name. It begins as an executable does. */
export const program = (path: string, version = '1'): Piece =>
  file(path, `\u007fELF ${path.slice(path.lastIndexOf('/') + 1)} ${version}\n`, 0o755);

export const layerOf = (at: Instant, pieces: readonly Piece[]): BuiltLayer => {
  const contents = new Map<Digest, Uint8Array>();
  for (const { shape, bytes } of pieces) if (shape.kind === 'file' && bytes) contents.set(shape.content, bytes);
  return buildLayer(
    pieces.map((piece) => entryOf(piece, at)),
    (digest) => contents.get(digest),
  );
};

const entryOf = ({ path, hardLink: first, shape, mode, owner: [uid, gid] }: Piece, mtime: Instant): LayerEntry => {
  const attributes: Attributes = { mode, uid, gid, mtime };
  return { path, ...(first !== undefined && { hardLink: first }), node: { ...shape, ...attributes } };
};
