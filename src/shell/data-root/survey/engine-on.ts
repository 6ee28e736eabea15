import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The process that has an engine's databases open below this root: dockerd locks them as long as it lives. Nothing when
 * the kernel does not say, as in a container.
 */
export const engineOn = (dir: string): number | undefined => {
  const inodes = ['volumes/metadata.db', 'network/files/local-kv.db'].flatMap((path) => {
    const stat = lstatSync(join(dir, path), { throwIfNoEntry: false });
    return stat?.isFile() ? [stat.ino] : [];
  });
  // "1: FLOCK  ADVISORY  WRITE 8152 fe:00:131072 0 EOF"
  for (const line of textOf('/proc/locks').split('\n')) {
    const [, , , kind, pid = '', where = ''] = line.split(/\s+/);
    if (kind === 'WRITE' && inodes.includes(Number(where.split(':')[2])) && isEngine(pid)) return Number(pid);
  }
  return undefined;
};

/** Inode numbers are unique in one file system only. */
const isEngine = (pid: string): boolean => textOf(`/proc/${pid}/comm`).trim() === 'dockerd';

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
