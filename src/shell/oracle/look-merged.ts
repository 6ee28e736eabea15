import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import type { ContainerOutside, Files } from '../../oracle/laws/outside.ts';
import { filesBelow, whiteout } from './look-data-root.ts';

const inside = (directory: string, path: string): boolean => path.startsWith(`${directory}/`);

/** The layers' directories laid one over the other by hand, as overlayfs is documented; absent where xattrs can not be read. */
export const foldedFiles = ({ lowers, upper }: ContainerOutside): Files | undefined => {
  const files = new Map<string, string>();
  for (const directory of [...lowers].reverse().concat(upper)) {
    const opaque = opaqueBelow(directory);
    if (!opaque) return undefined;
    for (const [path, text] of Object.entries(filesBelow(directory))) {
      const isReplaced = opaque.has(path) || !text.startsWith('directory');
      if (isReplaced) for (const below of [...files.keys()]) if (inside(path, below)) files.delete(below);
      if (text === whiteout) files.delete(path);
      else files.set(path, text);
    }
  }
  return withoutSockets(Object.fromEntries(files));
};

/** Directories that hide what lies below them. */
const opaqueBelow = (directory: string): ReadonlySet<string> | undefined => {
  const args = ['--absolute-names', '-R', '-P', '-h', '-n', 'trusted.overlay.opaque', '--', directory];
  const { stdout, error } = spawnSync('getfattr', args, { encoding: 'utf8' });
  if (error) return undefined;
  return new Set([...stdout.matchAll(/^# file: (.*)$/gm)].map(([, path = '']) => path.slice(directory.length)));
};

export const mountedFiles = ({ merged }: ContainerOutside): Files => withoutSockets(filesBelow(merged));

/** A tar holds no sockets. */
export const withoutSockets = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).filter(([, text]) => text !== 'socket'));

export const isDirectory = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

/** Owner, mode and content of a file in one text. */
export const textAt = (path: string): string | undefined => {
  try {
    const { uid, gid, mode } = statSync(path);
    return `${uid}:${gid} ${(mode & 0o7777).toString(8)} ${readFileSync(path, 'utf8')}`;
  } catch {
    return undefined;
  }
};
