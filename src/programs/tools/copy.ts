import type { FileStatus } from '../file-status.ts';
import { absolute } from '../paths.ts';
import { type Program, result, type Task } from '../task.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';

type Manner = {
  /** Symlinks are copied as such; below a directory they always are. */
  readonly keepsLinks: boolean;
  readonly isRecursive: boolean;
  /** Mode, owner and time go along. */
  readonly preserves: boolean;
  readonly isForced: boolean;
  /** What stands there already stays. */
  readonly spares: boolean;
};

type Copying = { readonly task: Task; readonly manner: Manner; err: string; readonly linked: Map<string, string> };

/** `cp [-adfnPpRrT] FROM… TO`. */
export const cp: Program = async (task, { args, cwd }) => {
  const { has, letters, words } = lettersAndWords(args);
  const unknown = [...letters].find((letter) => !'adfnPpRrTvLHi'.includes(letter));
  if (unknown !== undefined) return result(1, '', `cp: invalid option -- '${unknown}'\n`);
  const to = words.at(-1);
  const from = words.slice(0, -1);
  if (to === undefined || from.length === 0) return result(1, '', 'cp: missing file operand\n');
  const copying: Copying = {
    task,
    manner: {
      keepsLinks: has('a') || has('d') || has('P'),
      isRecursive: has('a') || has('r') || has('R'),
      preserves: has('a') || has('p'),
      isForced: has('f'),
      spares: has('n'),
    },
    err: '',
    linked: new Map(),
  };
  const target = absolute(cwd, to);
  const intoDirectory = !has('T') && detailsOf(task, target, true)?.kind === 'directory';
  if (from.length > 1 && !intoDirectory) return result(1, '', notDirectory(task, from, to, target));
  for (const word of from) {
    const source = absolute(cwd, word);
    const base = source.slice(source.lastIndexOf('/') + 1);
    copy(copying, source, intoDirectory ? absolute(target, base) : target, word, copying.manner.keepsLinks);
  }
  return result(copying.err === '' ? 0 : 1, '', copying.err);
};

/** Copies with everything that a copy can keep, as `mv` does; what could not be copied is told. */
export const copyAll = (task: Task, from: string, to: string, word: string): string => {
  const manner = { keepsLinks: true, isRecursive: true, preserves: true, isForced: false, spares: false };
  const copying: Copying = { task, manner, err: '', linked: new Map() };
  copy(copying, from, to, word, true);
  return copying.err;
};

const notDirectory = (task: Task, from: readonly string[], to: string, target: string): string => {
  const reason = detailsOf(task, target, true) ? 'Not a directory' : 'No such file or directory';
  if (!task.isBusybox) return `cp: target '${to}': ${reason}\n`;
  return from.map((word) => `cp: can't create '${to}/${word.slice(word.lastIndexOf('/') + 1)}': ${reason}\n`).join('');
};

const detailsOf = ({ files }: Task, path: string, follow: boolean): FileStatus | undefined => {
  try {
    return files.details(path, follow);
  } catch {
    return undefined;
  }
};

const copy = (copying: Copying, from: string, to: string, word: string, keepsLinks: boolean): void => {
  const { task, manner } = copying;
  let status: FileStatus;
  try {
    status = task.files.details(from, !keepsLinks);
  } catch (error) {
    copying.err += `cp: ${task.isBusybox ? "can't" : 'cannot'} stat '${word}': ${reasonOf(error)}\n`;
    return;
  }
  if (status.kind === 'directory' && !manner.isRecursive) {
    copying.err += task.isBusybox
      ? `cp: omitting directory '${word}'\n`
      : `cp: -r not specified; omitting directory '${word}'\n`;
    return;
  }
  const present = detailsOf(task, to, false);
  if (present && present.id === status.id) {
    copying.err += `cp: '${word}' and '${to}' are the same file\n`;
    return;
  }
  if (present && manner.spares) return;
  try {
    if (present && present.kind !== 'directory' && (manner.isForced || status.kind !== 'file'))
      task.files.call({ type: 'RemoveFile', path: to });
    place(copying, from, to, status, word);
    if (manner.preserves) preserve(task, to, status);
  } catch (error) {
    const what = task.isBusybox ? `can't create '${to}'` : `cannot create regular file '${to}'`;
    copying.err += `cp: ${what}: ${reasonOf(error)}\n`;
  }
};

const place = (copying: Copying, from: string, to: string, status: FileStatus, word: string): void => {
  const { files } = copying.task;
  const { kind, mode } = status;
  if (kind === 'directory') placeDirectory(copying, from, to, status, word);
  else if (kind === 'symlink') files.call({ type: 'SymlinkFile', path: to, target: status.target ?? '' });
  else if (kind === 'fifo') files.call({ type: 'MakeSpecialFile', path: to, special: 'fifo', mode });
  else if (kind === 'device') {
    const { type, major, minor } = status.device ?? { type: 'char', major: 0, minor: 0 };
    files.call({ type: 'MakeSpecialFile', path: to, special: { device: type, major, minor }, mode });
  } else if (kind === 'file') placeFile(copying, from, to, status);
};

const placeDirectory = (copying: Copying, from: string, to: string, { mode }: FileStatus, word: string): void => {
  const { files } = copying.task;
  if (detailsOf(copying.task, to, true) === undefined) files.call({ type: 'MakeDirectory', path: to, mode });
  for (const name of files.listed(from))
    copy(copying, absolute(from, name), absolute(to, name), `${word}/${name}`, true);
};

const placeFile = (
  { task: { files }, manner, linked }: Copying,
  from: string,
  to: string,
  status: FileStatus,
): void => {
  // -a keeps hard links among what it copies.
  const first = manner.preserves && manner.keepsLinks ? linked.get(status.id) : undefined;
  if (first !== undefined) {
    files.call({ type: 'LinkFile', path: first, to });
    return;
  }
  if (status.nlink > 1) linked.set(status.id, to);
  files.put(to, files.bytes(from), status.mode & 0o777);
};

const preserve = ({ files }: Task, path: string, { kind, uid, gid, mode, mtime }: FileStatus): void => {
  if (kind === 'symlink') return;
  files.call({ type: 'ChownFile', path, owner: uid, group: gid });
  files.call({ type: 'ChmodFile', path, mode: mode & 0o7777 });
  files.call({ type: 'TouchFile', path, mtime });
};
