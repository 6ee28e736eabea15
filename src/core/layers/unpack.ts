import type { Digest, Instant } from '../kernel/brand.ts';
import { epoch } from '../kernel/instant.ts';
import { compareNames } from '../overlay/byte-order.ts';
import type { Attributes, Shape } from '../overlay/inode.ts';
import { sizeOf } from '../overlay/tree.ts';
import type { LayerEntry } from './entry.ts';
import type { TarHeader } from './tar-header.ts';
import { type Draft, Failure, SyscallFailed, UnpackDraft } from './unpack-draft.ts';

/** A member of a layer's tar; `content` is there for regular files. */
export type TarMember = { readonly header: TarHeader; readonly content?: Digest };

/** What a layer's directory holds after unpacking, and its size by Docker's count. */
export type Unpacked = { readonly entries: readonly LayerEntry[]; readonly size: number };

/**
 * Unpacks a layer into its own empty directory by Docker's rules; lower layers are not consulted. The answer is a
 * text when Docker gives up, without the `Error processing tar file` that it puts in front.
 */
export const unpack = (members: Iterable<TarMember>): Unpacked | string => {
  const draft = new UnpackDraft();
  const seen = new Set<string>();
  const directories: TarHeader[] = [];
  try {
    for (const member of members) {
      const name = cleanPath(member.header.name);
      unpackMember(draft, name, member);
      if (isMade(name, member.header)) directories.push(member.header);
      if (seen.has(name)) {
        setTimes(draft, directories);
        return duplicatePaths;
      }
      seen.add(name);
    }
    setTimes(draft, directories);
  } catch (failure) {
    if (failure instanceof SyscallFailed) return failure.message;
    throw failure;
  }
  return { entries: entriesOf(draft), size: sizeOfAll(draft) };
};

/**
 * The check is that of tar-split, which keeps a layer's headers. It comes when the second member of a path has been
 * unpacked already; the unpacking process sees the tar end there, and what it fails at then comes first (measured,
 * docs/facts.md).
 */
export const duplicatePaths = 'duplicates of file paths not supported';

const isMade = (name: string, { type }: TarHeader): boolean =>
  type === '5' && name !== '.' && !baseOf(name).startsWith('.wh.');

/** Directories get their times at the very end, by name, whatever stands there by then. */
const setTimes = (draft: UnpackDraft, directories: readonly TarHeader[]): void => {
  for (const { name, mtime } of directories) {
    const path = cleanPath(`/${name}`);
    draft.setTime(path, laterThanEpoch(mtime), (reason) => `chtimes ${path}: ${reason}`);
  }
};

const opaqueMark = '.wh..wh..opq';

const unpackMember = (draft: UnpackDraft, name: string, { header, content }: TarMember): void => {
  // Docker works inside a chroot: what climbs out of the root lands in the root.
  const path = cleanPath(`/${name}`);
  const base = baseOf(path);
  if (path !== '/') draft.makeParents(path);
  const there = draft.lookup(path);
  if (there && isDirectory(there) && name === '.') return;
  if (path === '/' && header.type !== '5') throw new SyscallFailed('unlinkat .//: device or resource busy');
  if (path !== '/' && there && !(isDirectory(there) && header.type === '5')) draft.remove(path);
  if (base === opaqueMark) {
    draft.markOpaque(parentOf(path));
    return;
  }
  if (base.startsWith('.wh.')) {
    whiteOut(draft, path, base.slice('.wh.'.length), header);
    return;
  }
  create(draft, path, header, content);
};

const whiteOut = (draft: UnpackDraft, path: string, hidden: string, { uid, gid, mtime }: TarHeader): void => {
  const target = cleanPath(`${parentOf(path)}/${hidden}`);
  const call = `failed to mknod("${target}", S_IFCHR, 0)`;
  if (draft.lookup(target)) throw new SyscallFailed(`${call}: file exists`);
  draft.put(target, { kind: 'whiteout', mode: 0, uid, gid, mtime }, (reason) => `${call}: ${reason}`);
};

const create = (draft: UnpackDraft, path: string, header: TarHeader, content: Digest | undefined): void => {
  if (header.type === '1') {
    link(draft, path, header);
    return;
  }
  const shape = shapeOf(header, content);
  const there = draft.lookup(path);
  if (header.type === '5' && there && isDirectory(there)) draft.change(there, attributesOf(header));
  else draft.put(path, { ...shape, ...attributesOf(header) }, (reason) => failureOf(header, path, reason));
  if (header.type === '5' && header.xattrs?.['trusted.overlay.opaque'] === 'y') draft.markOpaque(path);
};

/** Go puts call and path before the reason, but not for `mknod`. */
const failureOf = ({ type, linkname }: TarHeader, path: string, reason: string): string => {
  const call = type === '5' ? 'mkdir' : type === '2' ? `symlink ${linkname}` : type === '0' ? 'open' : undefined;
  return call === undefined ? reason : `${call} ${path}: ${reason}`;
};

/** The link's own header writes the attributes of the shared inode once more, as Docker does; of a symlink the owner. */
const link = (draft: UnpackDraft, path: string, header: TarHeader): void => {
  const target = cleanPath(`/${header.linkname}`);
  const call = (reason: string): string => `link ${target} ${path}: ${reason}`;
  const found = draft.lookup(target);
  if (!found) throw new SyscallFailed(call(draft.whyNot(target) ?? Failure.missing));
  // The kernel looks at the place of the new name first (measured).
  if (isDirectory(found)) throw new SyscallFailed(call(draft.whyNoPlace(path) ?? 'operation not permitted'));
  draft.link(path, found, call);
  const { uid, gid } = header;
  draft.change(found, found.data.kind === 'symlink' ? { uid, gid } : attributesOf(header));
};

const shapeOf = (header: TarHeader, content: Digest | undefined): Shape => {
  const { devmajor: major, devminor: minor } = header;
  switch (header.type) {
    case '0':
      if (content === undefined) break;
      return { kind: 'file', content, size: header.size };
    case '2':
      return { kind: 'symlink', target: header.linkname };
    case '3':
      return major === 0 && minor === 0 ? { kind: 'whiteout' } : { kind: 'device', device: 'char', major, minor };
    case '4':
      return { kind: 'device', device: 'block', major, minor };
    case '5':
      return { kind: 'directory' };
    case '6':
      return { kind: 'fifo' };
  }
  throw new SyscallFailed(`unhandled tar header type ${header.type.charCodeAt(0)}\n`);
};

/** Linux has `user.` attributes on files and directories alone, and Docker goes on without them (measured). */
const isKept = (key: string, type: string): boolean =>
  !key.startsWith('trusted.overlay.') && (!key.startsWith('user.') || type === '0' || type === '1' || type === '5');

/** Docker sets a time before 1970 to 1970, but not that of a symlink. */
const laterThanEpoch = (mtime: Instant): Instant => (mtime < epoch ? epoch : mtime);

const attributesOf = ({ type, mode, uid, gid, mtime, xattrs }: TarHeader): Attributes => {
  const kept = Object.entries(xattrs ?? {}).filter(([key]) => isKept(key, type));
  return {
    mode: type === '2' ? 0o777 : mode & 0o7777,
    uid,
    gid,
    mtime: type === '2' ? mtime : laterThanEpoch(mtime),
    ...(kept.length > 0 && { xattrs: Object.fromEntries(kept) }),
  };
};

const isDirectory = ({ data }: Draft): boolean => data.kind === 'directory';

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));

/** Go's `filepath.Clean`: `a/../b` is `b`, `../x` stays, `/../x` is `/x`. */
export const cleanPath = (path: string): string => {
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push('..');
  }
  return rooted ? `/${parts.join('/')}` : parts.join('/') || '.';
};

/** Canonical: each directory's names in byte order, whatever the order of the tar. */
const entriesOf = (draft: UnpackDraft): readonly LayerEntry[] => {
  const entries: LayerEntry[] = [];
  const named = new Map<Draft, string>();
  const visit = (dir: Draft, at: string): void => {
    for (const [name, child] of [...dir.children].sort(([a], [b]) => compareNames(a, b))) {
      const path = `${at}${name}`;
      const first = named.get(child);
      if (first === undefined) named.set(child, path);
      entries.push({ path, ...(first !== undefined && { hardLink: first }), node: child.data });
      if (isDirectory(child)) visit(child, `${path}/`);
    }
  };
  visit(draft.root, '');
  return entries;
};

const sizeOfAll = (draft: UnpackDraft): number => {
  const counted = new Set<Draft>();
  const sum = (dir: Draft): number =>
    [...dir.children.values()].reduce((size, child) => {
      if (counted.has(child)) return size;
      counted.add(child);
      return size + (isDirectory(child) ? sum(child) : sizeOf(child.data));
    }, 0);
  return sum(draft.root);
};
