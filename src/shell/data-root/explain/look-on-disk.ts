import { spawnSync } from 'node:child_process';
import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { TarReader } from '../../../core/layers/read-tar.ts';
import type { Found, Look } from '../../../views/data-root/estate.ts';
import { packing } from '../tar/gnu-tar.ts';

/** Looks into a directory of the host and never follows a link: what is asked for lies in there, or is not there. */
export const lookOnDisk =
  (dir: string, marks = false): Look =>
  (path) => {
    const names = path.split('/').filter((name) => name !== '');
    if (names.some((name) => name === '..' || name.includes('\0'))) return undefined;
    for (let depth = 0; depth < names.length; depth += 1)
      if (!statOf(join(dir, ...names.slice(0, depth)))?.isDirectory()) return undefined;
    const stat = statOf(join(dir, ...names));
    return stat && { ...foundOf(join(dir, ...names), stat), ...(marks && marksOf(dir, names, stat)) };
  };

const statOf = (path: string): Stats | undefined => {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

const foundOf = (path: string, stat: Stats): Found => ({
  kind: kindOf(stat),
  mode: stat.mode & 0o7777,
  uid: stat.uid,
  gid: stat.gid,
  mtime: stat.mtime.toISOString(),
  ...(stat.isFile() && { size: stat.size }),
  ...(stat.isSymbolicLink() && { target: readlinkSync(path) }),
});

const kindOf = (stat: Stats): Found['kind'] => {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return stat.isCharacterDevice() && stat.rdev === 0 ? 'whiteout' : 'device';
};

/** Overlay's own marks. Node can not read attributes; GNU tar writes them before a content, and we read no further. */
const marksOf = (dir: string, names: readonly string[], stat: Stats): Pick<Found, 'opaque' | 'origin'> => {
  if (names.length === 0 || !(stat.isDirectory() || stat.isFile())) return {};
  const { stdout } = spawnSync(
    'tar',
    ['--create', '--file=-', '--no-recursion', ...packing, '--directory', dir, `./${names.join('/')}`],
    {
      maxBuffer: 1 << 16,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let xattrs: Readonly<Record<string, string>> = {};
  const reader = new TarReader({
    entry: (header) => {
      xattrs = header.xattrs ?? {};
    },
    data: () => {},
    end: () => {},
  });
  reader.write(stdout ?? new Uint8Array());
  return {
    ...(stat.isDirectory() && xattrs['trusted.overlay.opaque'] === 'y' && { opaque: true }),
    ...(xattrs['trusted.overlay.origin'] !== undefined && { origin: true }),
  };
};
