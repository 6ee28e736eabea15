import type { TreeRow } from '../../views/tree.ts';
import { printable } from './printable.ts';

/** One line an object, like `ls -l` with numeric owners and the whole path. */
export const renderTree = (rows: readonly TreeRow[]): string => {
  const size = Math.max(0, ...[...new Set(rows.map(({ size }) => String(size).length))]);
  return rows.map((row) => `${lineOf(row, size)}\n`).join('');
};

const lineOf = (it: TreeRow, width: number): string => {
  const what = it.device === undefined ? String(it.size) : it.device.join(', ');
  const target = it.linkname === undefined ? '' : ` -> ${printable(it.linkname)}`;
  return `${modeText(it.type, it.mode)} ${it.uid}:${it.gid} ${what.padStart(width)} ${it.mtime.slice(0, 19)}Z ${printable(it.path)}${target}`;
};

const letters: Readonly<Record<TreeRow['type'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  char: 'c',
  block: 'b',
  fifo: 'p',
  socket: 's',
};

/** `drwxr-xr-t`: type, permissions, set-id and sticky bits. */
export const modeText = (type: TreeRow['type'], mode: number): string => {
  const bits = [...'rwxrwxrwx'].map((letter, at) => (mode & (0o400 >> at) ? letter : '-'));
  const special = (bit: number, at: number, letter: string): void => {
    if (mode & bit) bits[at] = bits[at] === '-' ? letter.toUpperCase() : letter;
  };
  special(0o4000, 2, 's');
  special(0o2000, 5, 's');
  special(0o1000, 8, 't');
  return letters[type] + bits.join('');
};
