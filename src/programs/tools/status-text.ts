import type { FileStatus } from '../file-status.ts';

const kinds: Readonly<Record<FileStatus['kind'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  fifo: 'p',
  socket: 's',
  device: 'c',
};

/** `drwxr-xr-x`, with the letters of set-uid, set-gid and sticky. */
export const modeText = ({ kind, mode, device }: FileStatus): string => {
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7;
    const executes = (bits & 1) !== 0;
    const last = (mode & special) === 0 ? (executes ? 'x' : '-') : executes ? letter : letter.toUpperCase();
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  const first = device?.type === 'block' ? 'b' : kinds[kind];
  return first + triple(6, 0o4000, 's') + triple(3, 0o2000, 's') + triple(0, 0o1000, 't');
};

/** One block of the usual backing file system: what a directory takes, and what a file's space is counted in. */
const block = 4096;

export const sizeOf = ({ kind, size }: Pick<FileStatus, 'kind' | 'size'>): number =>
  kind === 'directory' ? block : size;

/** Kilobytes on disk: whole blocks; short symlinks live in their inode. */
export const blocksOf = ({ kind, size }: FileStatus): number =>
  kind === 'directory' ? block / 1024 : kind === 'file' ? (Math.ceil(size / block) * block) / 1024 : 0;

/** What stat calls a kind of file. */
export const kindText = ({ kind, size, device }: FileStatus): string => {
  switch (kind) {
    case 'file':
      return size === 0 ? 'regular empty file' : 'regular file';
    case 'symlink':
      return 'symbolic link';
    case 'device':
      return device?.type === 'block' ? 'block special file' : 'character special file';
    default:
      return kind;
  }
};
