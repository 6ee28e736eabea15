import type { DiffId, Digest } from '../kernel/brand.ts';
import { digestOf } from '../kernel/digest.ts';
import type { Contents } from '../kernel/entropy.ts';
import { known } from '../kernel/impossible.ts';
import { epoch, wholeSecond } from '../kernel/instant.ts';
import type { Inode, InodeData, Tree } from '../overlay/inode.ts';
import { walkTree } from '../overlay/tree.ts';
import { encodeHeader } from './encode-header.ts';
import { debianOwners, type Owners } from './owners.ts';
import { concat } from './raw-text.ts';
import { blockSize, paddingOf, type TarHeader } from './tar-header.ts';

/** A whole uncompressed layer tar and its digest. */
export type LayerTar = { readonly bytes: Uint8Array; readonly diffId: DiffId };

/** The tar that `docker commit` makes of an upper directory: the same tree gives the same bytes on every machine. */
export const writeLayerTar = (upper: Tree, contents: Contents, owners: Owners = debianOwners): LayerTar => {
  const objects = [...walkTree(upper)].map(({ path, ino, inode }) => ({ path, key: `${ino}`, inode }));
  return layerTarOf(members(objects, owners), contents);
};

/** The end of a tar as Go writes it: two zero blocks, no padding to a record. */
const endMarker = new Uint8Array(2 * blockSize);

export const layerTarOf = (all: Iterable<Member>, contents: Contents): LayerTar => {
  const bytes = tarBytes(all, contents);
  return { bytes, diffId: digestOf(bytes) as DiffId };
};

export const tarBytes = (all: Iterable<Member>, contents: Contents): Uint8Array => {
  const pieces: Uint8Array[] = [];
  for (const { header, content } of all) {
    pieces.push(encodeHeader(header));
    if (content === undefined || header.size === 0) continue;
    pieces.push(known(contents(content), `blob ${content}`), new Uint8Array(paddingOf(header.size)));
  }
  return concat([...pieces, endMarker]);
};

/** One member of a tar, and where its content is. */
export type Member = { readonly header: TarHeader; readonly content?: Digest };

/** One name of a tree to be written; names with the same key are the same inode. */
export type Written = { readonly path: string; readonly key: string; readonly inode: Inode };

/** Headers in Docker's order, which is that of the walk: a whiteout stands where the name it hides would. */
export function* members(objects: Iterable<Written>, owners: Owners): Generator<Member> {
  const firstNames = new Map<string, string>();
  for (const { path, key, inode } of objects) {
    // Docker says "sockets not supported" in its log and goes on (measured, docs/facts.md).
    if (inode.kind === 'socket') continue;
    const name = path.slice(1);
    const first = inode.kind !== 'directory' && inode.nlink > 1 ? firstNames.get(key) : undefined;
    if (inode.kind !== 'directory' && inode.nlink > 1 && first === undefined) firstNames.set(key, name);
    const header = headerOf(name, inode, first, owners);
    yield header.type === '0' && inode.kind === 'file' ? { header, content: inode.content } : { header };
    if (inode.kind === 'directory' && inode.opaque) yield { header: opaqueMark(name, header, inode) };
  }
}

const headerOf = (name: string, inode: InodeData, first: string | undefined, owners: Owners): TarHeader => {
  const common = {
    name,
    uid: inode.uid,
    gid: inode.gid,
    uname: owners.users[inode.uid] ?? '',
    gname: owners.groups[inode.gid] ?? '',
    size: 0,
    mtime: wholeSecond(inode.mtime),
    devmajor: 0,
    devminor: 0,
    linkname: first ?? '',
    ...capability(inode),
  };
  const linked = first !== undefined;
  switch (inode.kind) {
    case 'file':
      return { ...common, type: linked ? '1' : '0', mode: 0o100000 | inode.mode, size: linked ? 0 : inode.size };
    case 'directory':
      return { ...common, type: '5', name: `${name}/`, mode: 0o040000 | inode.mode };
    case 'symlink':
      return { ...common, type: linked ? '1' : '2', mode: 0o120777, linkname: first ?? inode.target };
    case 'fifo':
      return { ...common, type: linked ? '1' : '6', mode: 0o010000 | inode.mode };
    case 'socket':
      return { ...common, type: '0', mode: 0o140000 | inode.mode };
    case 'device': {
      const [type, bits] = inode.device === 'char' ? ['3', 0o020000] : ['4', 0o060000];
      const { major: devmajor, minor: devminor } = inode;
      return { ...common, type: linked ? '1' : type, mode: bits | inode.mode, devmajor, devminor };
    }
    case 'whiteout':
      // From the second one of a shared inode on, the link's name stays in the header (measured, docs/facts.md).
      return { ...common, type: '0', name: whiteoutName(name), mode: 0o600 };
  }
};

const whiteoutName = (name: string): string => {
  const cut = name.lastIndexOf('/') + 1;
  return `${name.slice(0, cut)}.wh.${name.slice(cut)}`;
};

const opaqueMark = (name: string, dir: TarHeader, { mode }: Inode): TarHeader => {
  const { xattrs: _, ...rest } = dir;
  return { ...rest, type: '0', name: `${name}/.wh..wh..opq`, mode: mode & 0o777, mtime: epoch, linkname: '' };
};

const capabilityName = 'security.capability';

/** The one attribute that Docker keeps; revision 3 is stored as 2, without the root id (measured, docs/facts.md). */
const capability = ({ xattrs }: InodeData): { readonly xattrs?: Readonly<Record<string, string>> } => {
  const value = xattrs?.[capabilityName];
  if (value === undefined) return {};
  const plain = value.charCodeAt(3) === 3 ? `${value.slice(0, 3)}\u0002${value.slice(4, 20)}` : value;
  return { xattrs: { [capabilityName]: plain } };
};
