import { closeSync, openSync, readSync } from 'node:fs';
import { decodeHeader, isZero, type Pax, paxOf } from '../../core/layers/decode-header.ts';
import { blockSize, paddingOf, type TarHeader } from '../../core/layers/tar-header.ts';
import { cleanPath } from '../../core/layers/unpack.ts';
import { BadInput } from '../bad-input.ts';
import type { Member } from './archive.ts';

/** Far more than any image has; what declares more wants to fill the memory. */
const mostMembers = 1_000_000;
const mostExtension = 1 << 20;
const maxLinks = 40;

type Entry = Member | { readonly link: string };

/** Reads only the headers of a tar on disk, jumping over what they describe, and finds members by name. */
export const indexTar = (path: string, length: number): ((name: string) => Member | undefined) => {
  const entries = new Map<string, Entry>();
  for (const { header, offset } of headers(path, length)) {
    if (entries.size >= mostMembers) throw new BadInput(`${path}: more than ${mostMembers} members`);
    const name = cleanPath(`/${header.name}`);
    const entry = entryOf(path, name, header, offset);
    if (entry) entries.set(name, entry);
    else entries.delete(name);
  }
  return (name) => follow(entries, name);
};

const entryOf = (
  file: string,
  path: string,
  { name, type, linkname, size }: TarHeader,
  offset: number,
): Entry | undefined => {
  if (type === '0') return { name, file, offset, size };
  if (type === '1') return { link: cleanPath(`/${linkname}`) };
  if (type === '2') return { link: cleanPath(linkname.startsWith('/') ? linkname : `${path}/../${linkname}`) };
  return undefined;
};

const follow = (entries: ReadonlyMap<string, Entry>, name: string): Member | undefined => {
  let path = cleanPath(`/${name}`);
  for (let links = 0; links <= maxLinks; links++) {
    const entry = entries.get(path);
    if (!entry || 'file' in entry) return entry;
    path = entry.link;
  }
  return undefined;
};

const compressions = { '1f8b08': 'gzip', '28b52ffd': 'zstd', fd377a585a00: 'xz', '425a68': 'bzip2' };

/** Layers may be compressed; the archive around them may not, for its members are read where they lie. */
const compressionOf = (head: Uint8Array): string | undefined => {
  const hex = Buffer.from(head).toString('hex');
  return Object.entries(compressions).find(([magic]) => hex.startsWith(magic))?.[1];
};

function* headers(path: string, length: number): Generator<{ readonly header: TarHeader; readonly offset: number }> {
  const file = openSync(path, 'r');
  const at = (offset: number, size: number): Uint8Array => {
    const bytes = new Uint8Array(size);
    const read = readSync(file, bytes, 0, size, offset);
    if (read < size) throw new BadInput(`${path}: unexpected EOF at byte ${offset + read}: the archive is truncated`);
    return bytes;
  };
  try {
    const compression = compressionOf(at(0, Math.min(length, 6)));
    if (compression !== undefined)
      throw new BadInput(`${path}: compressed with ${compression} as a whole: uncompress it first`);
    let pax: Pax = {};
    for (let position = 0; position < length; ) {
      const block = at(position, blockSize);
      if (isZero(block)) return;
      const header = decodeHeader(block, pax);
      if (!header) throw new BadInput(`${path}: not a tar: invalid tar header at byte ${position}`);
      const offset = position + blockSize;
      const size = '123456'.includes(header.type) ? 0 : header.size;
      if (offset + size > length) {
        const rest = length - offset;
        throw new BadInput(
          `${path}: ${header.name} at byte ${position} declares ${size} bytes, but the archive has only ${rest} more`,
        );
      }
      if ('xgLK'.includes(header.type)) {
        const read = size <= mostExtension ? paxOf(pax, header.type, at(offset, size)) : undefined;
        if (!read) throw new BadInput(`${path}: invalid tar header at byte ${position}`);
        pax = read;
      } else {
        pax = {};
        yield { header, offset };
      }
      position = offset + size + paddingOf(size);
    }
  } finally {
    closeSync(file);
  }
}
