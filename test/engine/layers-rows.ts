import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Digest } from '../../src/core/kernel/brand.ts';
import { digestOf } from '../../src/core/kernel/digest.ts';
import { instant, secondsOf } from '../../src/core/kernel/instant.ts';
import { type Owners, ownersIn } from '../../src/core/layers/owners.ts';
import { type Entry, type InodeData, type Tree, treeOfEntries } from '../../src/core/overlay/index.ts';

/** A path of a directory tree on disk, as scripts/list-tree.py lists it. */
export type DiskRow = {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'fifo' | 'socket' | 'char' | 'block' | 'whiteout';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly ino: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly content?: string;
  readonly target?: string;
  readonly major?: number;
  readonly minor?: number;
  readonly xattrs?: Readonly<Record<string, string>>;
  readonly opaque?: boolean;
};

/** File contents that were seen on disk, by digest. */
const blobs = new Map<Digest, Uint8Array>();
export const keep = (bytes: Uint8Array): Digest => {
  const digest = digestOf(bytes);
  blobs.set(digest, bytes);
  return digest;
};
export const contents = (digest: Digest): Uint8Array | undefined => blobs.get(digest);

export const rowsOnDisk = (dir: string): readonly DiskRow[] =>
  execFileSync('scripts/list-tree.py', [dir], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DiskRow);

/** What lies on disk, as a list of the model; names of one inode are hard links. */
export const entriesOnDisk = (dir: string): readonly Entry[] => {
  const first = new Map<number, string>();
  return rowsOnDisk(dir).map((row) => {
    const hardLink = row.type === 'directory' ? undefined : first.get(row.ino);
    if (hardLink === undefined) first.set(row.ino, row.path);
    return { path: row.path, ...(hardLink !== undefined && { hardLink }), node: nodeOf(row) };
  });
};

export const treeOnDisk = (dir: string): Tree => treeOfEntries(entriesOnDisk(dir));

/** The names that the engine writes into the layers that it packs: those of the machine it runs on. */
export const hostOwners = (): Owners => {
  const frame = { mode: 0o644, uid: 0, gid: 0, mtime: instant(0) };
  const files = ['/etc/passwd', '/etc/group'].map((path): Entry => {
    const bytes = Uint8Array.from(readFileSync(path));
    return { path, node: { kind: 'file', content: keep(bytes), size: bytes.length, ...frame } };
  });
  return ownersIn({ lower: undefined, upper: treeOfEntries(files) }, contents);
};

const nodeOf = (row: DiskRow): InodeData => {
  const { mode, uid, gid, seconds, nanos, xattrs } = row;
  const mtime = instant(seconds * 1000 + Math.floor(nanos / 1e6), nanos % 1e6);
  const attributes = { mode, uid, gid, mtime, ...(xattrs && { xattrs }) };
  switch (row.type) {
    case 'file': {
      const bytes = Uint8Array.from(Buffer.from(row.content ?? '', 'base64'));
      return { kind: 'file', content: keep(bytes), size: bytes.length, ...attributes };
    }
    case 'directory':
      return { kind: 'directory', ...(row.opaque && { opaque: true }), ...attributes };
    case 'symlink':
      return { kind: 'symlink', target: row.target ?? '', ...attributes };
    case 'char':
    case 'block':
      return { kind: 'device', device: row.type, major: row.major ?? 0, minor: row.minor ?? 0, ...attributes };
    default:
      return { kind: row.type, ...attributes };
  }
};

/** A moment that nobody chose: the engine or the kernel took its clock's. The model's own such moments are later still. */
const isNow = (seconds: number): boolean => seconds > Date.UTC(2026, 0, 1) / 1000;

/**
 * One line a path, everything that the two sides must agree on. A whiteout has neither mode nor owner nor time, and all
 * of them may be one inode; a time of the clock shows as `now`.
 */
export const linesOf = (entries: Iterable<Entry>, implied = 'now'): readonly string[] => {
  const lines: string[] = [];
  for (const { path, hardLink, node } of entries) {
    if (path === '' || path === '/') continue;
    const shown = JSON.stringify(path.replace(/^\//, ''));
    if (node.kind === 'whiteout') {
      lines.push(`${shown} whiteout`);
      continue;
    }
    const seconds = secondsOf(node.mtime);
    const time = node.kind === 'directory' || isNow(seconds) ? timeOf(seconds, implied) : node.mtime;
    const link = hardLink === undefined ? '' : ` = ${JSON.stringify(hardLink.replace(/^\//, ''))}`;
    lines.push(
      `${shown} ${whatIs(node)} ${node.mode.toString(8)} ${node.uid}:${node.gid} ${time} ${xattrsOf(node)}${link}`,
    );
  }
  return lines;
};

/** Directories that were made on the way have the engine's time, the model's the epoch; elsewhere they are alike. */
const timeOf = (seconds: number, implied: string): string =>
  isNow(seconds) ? implied : seconds === 0 && implied === '0' ? '0' : `${seconds}`;

const whatIs = (node: InodeData): string => {
  switch (node.kind) {
    case 'file':
      return `file ${node.size} ${node.content.slice(7, 19)}`;
    case 'symlink':
      return `symlink ${JSON.stringify(node.target)}`;
    case 'device':
      return `${node.device} ${node.major}:${node.minor}`;
    case 'directory':
      return node.opaque ? 'opaque directory' : 'directory';
    default:
      return node.kind;
  }
};

const xattrsOf = ({ xattrs }: InodeData): string =>
  JSON.stringify(Object.entries(xattrs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
