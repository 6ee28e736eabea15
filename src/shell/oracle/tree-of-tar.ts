import { createHash } from 'node:crypto';
import { TarReader } from '../../core/layers/read-tar.ts';
import type { TarHeader } from '../../core/layers/tar-header.ts';
import { fileText } from '../../oracle/file-text.ts';

const types: Readonly<Record<string, string>> = {
  '0': 'file',
  '2': 'symlink',
  '3': 'char',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
};

/** What `docker export` gives, as the oracle compares it: a text for each path. Further names of a file count as files. */
export const treeOfTar = (tar: Uint8Array): Readonly<Record<string, string>> => {
  const texts = new Map<string, string>();
  let header: TarHeader | undefined;
  let hash = createHash('sha256');
  const reader = new TarReader({
    entry: (next) => {
      header = next;
      hash = createHash('sha256');
    },
    data: (piece) => void hash.update(piece),
    end: () => {
      if (!header) return;
      const path = `/${header.name.replace(/\/$/, '')}`;
      if (header.type === '1') texts.set(path, texts.get(`/${header.linkname}`) ?? 'a link to nothing');
      else texts.set(path, textOf(header, hash.digest('hex')));
    },
  });
  const problem = reader.write(tar) ?? reader.finish();
  if (problem) throw new Error(`the engine's export is no tar: ${problem.message} at byte ${problem.offset}`);
  return Object.fromEntries(texts);
};

const textOf = ({ type, mode, uid, gid, size, linkname, devmajor, devminor }: TarHeader, digest: string): string =>
  fileText({
    type: types[type] ?? type,
    mode,
    uid,
    gid,
    ...(type === '0' && { size, digest: `sha256:${digest}` }),
    ...(type === '2' && { target: linkname }),
    ...((type === '3' || type === '4') && { device: [devmajor, devminor] as const }),
  });
