import { encodeHeader } from '../../core/layers/encode-header.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { blockSize, paddingOf } from '../../core/layers/tar-header.ts';
import { digestOf, instant } from '../../index.ts';

/** One object of a small archive: a directory when it has neither text nor target. */
export type Small = {
  readonly path: string;
  readonly text?: string | Uint8Array;
  readonly target?: string;
  readonly mode?: number;
};

/** The same small archive as bytes for an engine and as entries for the model. */
export type SmallTar = {
  readonly bytes: Uint8Array;
  readonly entries: readonly LayerEntry[];
  readonly contents: readonly Uint8Array[];
};

const mtime = instant(Date.UTC(2024, 0, 1));

export const smallTar = (objects: readonly Small[]): SmallTar => ({
  bytes: Buffer.concat([...objects.flatMap(member), new Uint8Array(2 * blockSize)]),
  entries: objects.map(entry),
  contents: objects.flatMap(({ text }) => (text === undefined ? [] : [Buffer.from(text)])),
});

const modeOf = ({ text, target, mode }: Small): number =>
  mode ?? (target !== undefined ? 0o777 : text === undefined ? 0o755 : 0o644);

const member = (it: Small): readonly Uint8Array[] => {
  const { path, text, target = '' } = it;
  const bytes = Buffer.from(text ?? '');
  const type = it.target !== undefined ? '2' : text === undefined ? '5' : '0';
  const name = type === '5' ? `${path}/` : path;
  const header = {
    ...{ name, type, mode: modeOf(it), uid: 0, gid: 0, uname: '', gname: '', linkname: target, mtime },
    ...{ devmajor: 0, devminor: 0, size: bytes.length },
  };
  return [encodeHeader(header), bytes, new Uint8Array(paddingOf(bytes.length))];
};

const entry = (it: Small): LayerEntry => {
  const { path, text, target } = it;
  const common = { mode: modeOf(it), uid: 0, gid: 0, mtime };
  if (target !== undefined) return { path, node: { kind: 'symlink', target, ...common } };
  if (text === undefined) return { path, node: { kind: 'directory', ...common } };
  const bytes = Buffer.from(text);
  return { path, node: { kind: 'file', content: digestOf(bytes), size: bytes.length, ...common } };
};
