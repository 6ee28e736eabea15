import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { instant } from '../../core/kernel/instant.ts';
import type { Files, HostFile } from '../../docker/docker.ts';

/** The files of this machine, as the docker client uses them. */
export const hostFiles: Files = {
  read: (path) => readFileSync(path),
  write: (path, bytes, mode) => {
    writeFileSync(path, bytes);
    if (mode !== undefined) chmodSync(path, mode);
  },
  look: (path, follow = false) => {
    const found = (follow ? statSync : lstatSync)(path, { throwIfNoEntry: false });
    return found && shown(path, found);
  },
  list: (path) => readdirSync(path).sort(),
  makeDirectory: (path, mode) => void mkdirSync(path, { recursive: true, mode }),
  link: (path, target) => {
    rmSync(path, { force: true });
    symlinkSync(target, path);
  },
};

const shown = (path: string, found: Stats): HostFile => {
  const common = { mode: found.mode & 0o7777, mtime: instant(Math.trunc(found.mtimeMs)) };
  if (found.isDirectory()) return { kind: 'directory', ...common };
  if (found.isSymbolicLink()) return { kind: 'symlink', target: readlinkSync(path), ...common };
  return { kind: found.isFile() ? 'file' : 'other', ...common };
};
