import type { Instant } from '../../core/kernel/brand.ts';
import { digestOf } from '../../core/kernel/digest.ts';
import { encodeHeader } from '../../core/layers/encode-header.ts';
import type { LayerEntry } from '../../core/layers/entry.ts';
import { blockSize, paddingOf } from '../../core/layers/tar-header.ts';
import type { PutFile } from '../../oracle/step.ts';

const frame = { uid: 0, gid: 0, uname: 'root', gname: 'root', devmajor: 0, devminor: 0 };

/** A client's files as the tar that it sends. */
export const tarOfFiles = (files: readonly PutFile[], mtime: Instant): Uint8Array => {
  const pieces = files.flatMap(({ name, mode, text, target }) => {
    const bytes = Buffer.from(text ?? '');
    const type = target !== undefined ? '2' : text === undefined ? '5' : '0';
    const member = { ...frame, name: type === '5' ? `${name}/` : name, mode, mtime, type, linkname: target ?? '' };
    return [encodeHeader({ ...member, size: bytes.length }), bytes, new Uint8Array(paddingOf(bytes.length))];
  });
  return Buffer.concat([...pieces, new Uint8Array(2 * blockSize)]);
};

/** The same files as the model takes them. */
export const entriesOfFiles = (files: readonly PutFile[], mtime: Instant): readonly LayerEntry[] =>
  files.map(({ name, mode, text, target }): LayerEntry => {
    const common = { mode, uid: 0, gid: 0, mtime };
    if (target !== undefined) return { path: name, node: { kind: 'symlink', target, ...common, mode: 0o777 } };
    if (text === undefined) return { path: name, node: { kind: 'directory', ...common } };
    const bytes = Buffer.from(text);
    return { path: name, node: { kind: 'file', content: digestOf(bytes), size: bytes.length, ...common } };
  });
