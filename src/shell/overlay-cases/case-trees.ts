import type { Digest, Instant } from '../../core/kernel/brand.ts';
import { digestOf } from '../../core/kernel/digest.ts';
import { known } from '../../core/kernel/impossible.ts';
import { epoch, instant, millisOf } from '../../core/kernel/instant.ts';
import {
  compareNames,
  type Entry,
  type InodeData,
  type Tree,
  treeOfEntries,
  type Union,
  walkTree,
} from '../../core/overlay/index.ts';
import { type Inode, rootIno } from '../../core/overlay/inode.ts';
import { idOf } from '../../core/overlay/look.ts';
import { walkListed } from '../../core/overlay/merged-view.ts';
import { inodeOf } from '../../core/overlay/tree.ts';
import type { CaseNode, CaseTree } from './case-format.ts';

/** File contents of a run, by digest. */
export type Store = {
  readonly contents: (digest: Digest) => Uint8Array | undefined;
  readonly put: (bytes: Uint8Array) => Digest;
};

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Short texts come again and again, so their digests are remembered by the text. */
export const newStore = (): Store => {
  const blobs = new Map<Digest, Uint8Array>();
  const digests = new Map<string, Digest>();
  return {
    contents: (digest) => blobs.get(digest),
    put: (bytes) => {
      const key = latin1(bytes);
      const digest = digests.get(key) ?? digestOf(bytes);
      digests.set(key, digest);
      blobs.set(digest, bytes);
      return digest;
    },
  };
};

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

export const bytesOfText = (data: string): Uint8Array => utf8.encode(data);
export const textOfBytes = (bytes: Uint8Array): string => text.decode(bytes);

/** Builds a layer or an upper directory. */
export const treeOfCase = (tree: CaseTree, store: Store): Tree => treeOfEntries(entries(tree, store));

function* entries(tree: CaseTree, store: Store): Generator<Entry> {
  for (const [path, node] of Object.entries(tree).sort(([a], [b]) => compareNames(a, b))) {
    const data = dataOfCase(node, store);
    yield node.hardlinkOf === undefined ? { path, node: data } : { path, node: data, hardLink: node.hardlinkOf };
  }
}

const dataOfCase = (node: CaseNode, store: Store): InodeData => {
  const attributes = {
    mode: Number.parseInt(node.mode ?? (node.type === 'dir' ? '0755' : '0644'), 8),
    uid: node.uid ?? 0,
    gid: node.gid ?? 0,
    mtime: typeof node.mtime === 'number' ? instant(node.mtime * 1000) : epoch,
    ...(node.xattrs && { xattrs: node.xattrs }),
  };
  if (node.type === 'dir') return { kind: 'directory', ...attributes, ...(node.opaque && { opaque: true }) };
  if (node.type === 'symlink') return { kind: 'symlink', target: node.target ?? '', ...attributes, mode: 0o777 };
  if (node.type === 'fifo') return { kind: 'fifo', ...attributes };
  if (node.type === 'chr') return { kind: 'device', ...deviceOf(node.rdev ?? '0:0'), ...attributes };
  if (node.type === 'file') {
    const bytes = bytesOfText(node.content ?? '');
    return { kind: 'file', content: store.put(bytes), size: bytes.length, ...attributes };
  }
  return { kind: 'whiteout', ...attributes };
};

export const deviceOf = (rdev: string): { device: 'char'; major: number; minor: number } => {
  const [major = 0, minor = 0] = rdev.split(':').map(Number);
  return { device: 'char', major, minor };
};

/** The upper directory as a case writes it. */
export const caseOfTree = (tree: Tree, store: Store): CaseTree => {
  const named = [...walkTree(tree)].map(({ path, ino, inode }) => ({ path, inode, id: String(ino) }));
  return rendered(inodeOf(tree, rootIno), named, store);
};

/** The merged view as a case writes it. */
export const caseOfUnion = (union: Union, store: Store): CaseTree => {
  const named = [...walkListed(union)].map(({ path, node }) =>
    node ? { path, inode: node.inode, id: idOf(node) } : { path, inode: undefined, id: path },
  );
  return rendered(inodeOf(union.upper, rootIno), named, store, false);
};

type Line = { readonly path: string; readonly inode: Inode | undefined; readonly id: string };

const rendered = (root: Inode, lines: readonly Line[], store: Store, marks = true): CaseTree => {
  const tree: [string, CaseNode][] = [['/', caseOfInode(root, store, marks)]];
  const first = new Map<string, string>();
  for (const { path, inode, id } of [...lines].sort((a, b) => compareNames(a.path, b.path))) {
    if (!inode) tree.push([path, { type: 'ghost', errno: 'ENOENT' }]);
    else tree.push([path, linked(caseOfInode(inode, store, marks), inode, first.get(id))]);
    if (!first.has(id)) first.set(id, path);
  }
  return Object.fromEntries(tree);
};

const linked = (node: CaseNode, inode: Inode, hardlinkOf: string | undefined): CaseNode => {
  if (inode.kind === 'directory' || inode.kind === 'whiteout' || inode.nlink === 1) return node;
  return { ...node, nlink: inode.nlink, ...(hardlinkOf !== undefined && { hardlinkOf }) };
};

const caseOfInode = (inode: Inode, store: Store, marks: boolean): CaseNode => {
  if (inode.kind === 'whiteout') return { type: 'whiteout' };
  const { uid, gid, xattrs } = inode;
  const isLink = inode.kind === 'symlink';
  return {
    type: typeOf(inode),
    ...(!isLink && { mode: octal(inode.mode) }),
    ...(uid !== 0 && { uid }),
    ...(gid !== 0 && { gid }),
    ...(inode.kind === 'file' && { content: contentOf(inode, store) }),
    ...(isLink && { target: inode.target }),
    ...(inode.kind === 'device' && { rdev: `${inode.major}:${inode.minor}` }),
    ...(xattrs && Object.keys(xattrs).length > 0 && { xattrs }),
    ...(marks && inode.kind === 'directory' && inode.opaque && { opaque: true }),
    mtime: timeOf(inode.mtime),
  };
};

/** The moment at which all calls of a case happen: later than anything that a case's trees say. */
export const caseTime = instant(4_000_000_000_000);

const timeOf = (mtime: Instant): number | 'now' => {
  if (mtime === epoch) return 0;
  return mtime === caseTime ? 'now' : millisOf(mtime) / 1000;
};

export const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

const caseTypes = { file: 'file', directory: 'dir', symlink: 'symlink', fifo: 'fifo', device: 'chr' } as const;

export const typeOf = ({ kind }: { readonly kind: InodeData['kind'] }): CaseNode['type'] =>
  kind === 'whiteout' || kind === 'socket' ? 'whiteout' : caseTypes[kind];

const contentOf = (file: { readonly content: Digest; readonly size: number }, store: Store): string =>
  file.size === 0 ? '' : textOfBytes(known(store.contents(file.content), 'content'));
