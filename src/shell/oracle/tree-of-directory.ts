import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { fileText } from '../../oracle/file-text.ts';

/** A mounted root as the oracle compares it, as `treeOfTar` gives an export's; absent when it went while one looked. */
export const treeOfDirectory = (root: string): Readonly<Record<string, string>> | undefined => {
  const texts: Record<string, string> = Object.create(null) as Record<string, string>;
  const walk = (path: string): void => {
    for (const name of readdirSync(`${root}${path}`)) {
      const at = `${path}/${name}`;
      const stats = lstatSync(root + at);
      if (!stats.isSocket()) texts[at] = textOf(root + at, stats);
      if (stats.isDirectory()) walk(at);
    }
  };
  try {
    walk('');
    return { ...texts };
  } catch {
    return undefined;
  }
};

const textOf = (path: string, stats: Stats): string => {
  const { uid, gid, rdev } = stats;
  const type = typeOf(stats);
  return fileText({
    type,
    mode: stats.mode & 0o7777,
    uid,
    gid,
    ...(type === 'file' && { size: stats.size, digest: digestOf(path, stats) }),
    ...(type === 'symlink' && { target: readlinkSync(path) }),
    ...((type === 'char' || type === 'block') && { device: [major(rdev), minor(rdev)] as const }),
  });
};

const typeOf = (it: Stats): string => {
  if (it.isFile()) return 'file';
  if (it.isDirectory()) return 'directory';
  if (it.isSymbolicLink()) return 'symlink';
  if (it.isCharacterDevice()) return 'char';
  return it.isBlockDevice() ? 'block' : 'fifo';
};

const major = (rdev: number): number => ((rdev >>> 8) & 0xfff) | (Math.floor(rdev / 2 ** 32) & ~0xfff);
const minor = (rdev: number): number => (rdev & 0xff) | ((rdev >>> 12) & 0xfff00);

/** A large file's digest is remembered as long as neither the file nor its times change. */
const remembered = new Map<string, string>();

const digestOf = (path: string, { dev, ino, size, mtimeMs, ctimeMs }: Stats): string => {
  const key = `${dev}/${ino}/${size}/${mtimeMs}/${ctimeMs}`;
  const known = size < 65_536 ? undefined : remembered.get(key);
  const digest = known ?? `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
  if (size >= 65_536) remembered.set(key, digest);
  return digest;
};
