import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { DiskLook } from '../../oracle/disk.ts';

/** Looks below a real data root. What goes while one looks is not there. */
export const diskLook = (root: string): DiskLook => {
  const at = (path: string): string => join(root, path);
  return {
    names: (path) => orNothing(() => readdirSync(at(path))),
    text: (path) => orNothing(() => readFileSync(at(path), 'utf8')),
    target: (path) => orNothing(() => readlinkSync(at(path))),
    tree: (path) => {
      const lines: string[] = [];
      const walk = (below: string): void => {
        for (const name of orNothing(() => readdirSync(at(path + below))) ?? []) {
          const stats = orNothing(() => lstatSync(at(`${path}${below}/${name}`)));
          if (!stats) continue;
          lines.push(`${letterOf(stats)} ${below}/${name}`);
          if (stats.isDirectory()) walk(`${below}/${name}`);
        }
      };
      walk('');
      return lines.sort();
    },
  };
};

const letterOf = (it: Stats): string => {
  if (it.isDirectory()) return 'd';
  if (it.isFile()) return 'f';
  if (it.isSymbolicLink()) return 'l';
  if (it.isCharacterDevice()) return it.rdev === 0 ? 'w' : 'c';
  if (it.isBlockDevice()) return 'b';
  return it.isFIFO() ? 'p' : 's';
};

const orNothing = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};
