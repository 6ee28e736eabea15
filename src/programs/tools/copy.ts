import { type Program, result } from '../call.ts';
import type { FileStatus } from '../file-status.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';

type Manner = {
  /** Whether a symlink is copied as such: where it is named, and below a directory. */
  readonly keepsLinks: boolean;
  readonly keepsLinksBelow: boolean;
  readonly isRecursive: boolean;
  /** Mode, owner and time go along. */
  readonly preserves: boolean;
  readonly isForced: boolean;
  /** What stands there already stays. */
  readonly spares: boolean;
};

type Copying = {
  readonly task: Task;
  readonly manner: Manner;
  err: string;
  /** Files of several names that were copied, and directories that were made: by their identity. */
  readonly linked: Map<string, string>;
  readonly made: Set<string>;
};

/** A path and how it is called in messages. */
export type Named = { readonly path: string; readonly word: string };

export const named = (cwd: string, word: string): Named => ({ path: absolute(cwd, word), word });

const withoutSlashes = (word: string): string => word.replace(/\/+$/, '');

/** busybox takes the slashes at its end off a source, where it looks for its last part. */
export const stripped = ({ path, word }: Named): Named => ({ path, word: withoutSlashes(word) });

/** What a file of the name of another's last part is called in a directory. */
export const inside = (directory: Named, of: string): Named => {
  const base = withoutSlashes(of).replace(/^.*\//, '');
  const joint = directory.word.endsWith('/') ? '' : '/';
  return { path: absolute(directory.path, base), word: `${directory.word}${joint}${base}` };
};

/** `cp [-adfHLnPpRrT] FROM… TO`. Messages and their order are busybox's, measured; where the GNU tools say it otherwise, theirs. */
export const cp: Program = async (task, { args, cwd }) => {
  const { has, letters, words } = lettersAndWords(args);
  const unknown = [...letters].find((letter) => !'adfnPpRrTvLHi'.includes(letter));
  if (unknown !== undefined) return result(1, '', `cp: invalid option -- '${unknown}'\n`);
  const to = words.at(-1);
  const sources = words.slice(0, -1).map((word) => named(cwd, word));
  const [first] = sources;
  if (to === undefined || first === undefined) return result(1, '', 'cp: missing file operand\n');
  const isRecursive = has('a') || has('r') || has('R');
  const keepsLinks = !has('L') && (has('a') || has('d') || has('P') || isRecursive);
  const copying = begin(task, {
    keepsLinks: keepsLinks && !has('H'),
    keepsLinksBelow: keepsLinks,
    isRecursive,
    preserves: has('a') || has('p'),
    isForced: has('f'),
    spares: has('n'),
  });
  const target = named(cwd, to);
  const goesInto = sources.length > 1 ? true : intoTarget(copying, first, target, has('T'));
  if (goesInto === undefined) return result(1, '', copying.err);
  if (sources.length > 1 && !task.isBusybox && detailsOf(task, target.path, true)?.kind !== 'directory')
    return result(1, '', notDirectory(task, target));
  for (const source of sources)
    if (goesInto) copy(copying, stripped(source), inside(target, source.word), copying.manner.keepsLinks);
    else copy(copying, source, target, copying.manner.keepsLinks);
  return result(copying.err === '' ? 0 : 1, '', copying.err);
};

/** Copies with everything that a copy can keep, as `mv` does; what could not be copied is told. */
export const copyAll = (task: Task, from: Named, to: Named): string => {
  const copying = begin(task, {
    keepsLinks: true,
    keepsLinksBelow: true,
    isRecursive: true,
    preserves: true,
    isForced: false,
    spares: false,
  });
  copy(copying, from, to, true);
  return copying.err;
};

const begin = (task: Task, manner: Manner): Copying => ({
  task,
  manner,
  err: '',
  linked: new Map(),
  made: new Set(),
});

/** Whether one source goes into the target or becomes it; undefined where one of both can not be looked at. */
const intoTarget = (copying: Copying, source: Named, target: Named, isPlain: boolean): boolean | undefined => {
  const { task, manner } = copying;
  const from = looked(task, source, !manner.keepsLinks);
  const to = typeof from === 'string' ? undefined : looked(task, target, true);
  const trouble = typeof from === 'string' ? from : typeof to === 'string' ? to : undefined;
  if (trouble !== undefined) {
    if (!task.isBusybox) return false;
    copying.err += `cp: ${trouble}`;
    return undefined;
  }
  const [wasDirectory, isDirectory] = [kindOf(from) === 'directory', kindOf(to) === 'directory'];
  if (isPlain && task.isBusybox && isDirectory && !wasDirectory) {
    copying.err += `cp: '${target.word}' is a directory\n`;
    return undefined;
  }
  if (isPlain) return false;
  return isDirectory || (task.isBusybox && wasDirectory && !(manner.isRecursive && to === undefined));
};

const kindOf = (it: FileStatus | string | undefined): FileStatus['kind'] | undefined =>
  typeof it === 'object' ? it.kind : undefined;

/** What busybox finds of a path before it begins: nothing where nothing is, and a message where that can not be known. */
export const looked = ({ files }: Task, { path, word }: Named, follow: boolean): FileStatus | undefined | string => {
  try {
    return files.details(path, follow);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === reasonOf(new Error('ENOENT'))) return undefined;
    const isBelowFile = reason === reasonOf(new Error('ENOTDIR'));
    return `can't stat '${word}': ${isBelowFile ? 'Path has non-directory component' : reason}\n`;
  }
};

const notDirectory = (task: Task, { path, word }: Named): string =>
  `cp: target '${word}': ${detailsOf(task, path, true) ? 'Not a directory' : 'No such file or directory'}\n`;

const detailsOf = ({ files }: Task, path: string, follow: boolean): FileStatus | undefined => {
  try {
    return files.details(path, follow);
  } catch {
    return undefined;
  }
};

const copy = (copying: Copying, from: Named, to: Named, keepsLinks: boolean): void => {
  const { task, manner } = copying;
  const { files, isBusybox } = task;
  const complain = (text: string): void => {
    copying.err += `cp: ${text}\n`;
  };
  let status: FileStatus;
  let present: FileStatus | undefined;
  let asked = from;
  try {
    status = files.details(from.path, !keepsLinks);
    asked = to;
    present = presentAt(task, to.path);
  } catch (error) {
    complain(`${isBusybox ? "can't" : 'cannot'} stat '${asked.word}': ${reasonOf(error)}`);
    return;
  }
  const refusal =
    present?.id === status.id
      ? `'${from.word}' and '${to.word}' are the same file`
      : status.kind === 'directory' && directoryTrouble(copying, from, to, status, present);
  if (refusal) {
    complain(refusal);
    return;
  }
  try {
    if (status.kind === 'directory') copyDirectory(copying, from, to, status, present);
    else if (present && manner.spares) return;
    else if (status.kind === 'file') placeFile(copying, from.path, to.path, status);
    else placeOther(copying, to.path, status, present);
    if (manner.preserves) preserve(task, to.path, status);
  } catch (error) {
    const what = status.kind === 'directory' ? 'directory ' : isBusybox ? '' : 'regular file ';
    complain(`${isBusybox ? "can't" : 'cannot'} create ${what}'${to.word}': ${reasonOf(error)}`);
  }
};

const presentAt = ({ files }: Task, path: string): FileStatus | undefined => {
  try {
    return files.details(path, false);
  } catch (error) {
    if (reasonOf(error) === reasonOf(new Error('ENOENT'))) return undefined;
    throw error;
  }
};

const directoryTrouble = (
  { task: { isBusybox }, manner, made }: Copying,
  from: Named,
  to: Named,
  status: FileStatus,
  present: FileStatus | undefined,
): string | undefined => {
  if (!manner.isRecursive) return `${isBusybox ? '' : '-r not specified; '}omitting directory '${from.word}'`;
  if (made.has(status.id)) return `recursion detected, omitting directory '${from.word}'`;
  if (!present || present.kind === 'directory') return undefined;
  return isBusybox
    ? `target '${to.word}' is not a directory`
    : `cannot overwrite non-directory '${to.word}' with directory '${from.word}'`;
};

const copyDirectory = (
  copying: Copying,
  from: Named,
  to: Named,
  { mode }: FileStatus,
  present: FileStatus | undefined,
): void => {
  const { files } = copying.task;
  if (!present) {
    files.call({ type: 'MakeDirectory', path: to.path, mode });
    copying.made.add(files.details(to.path, false).id);
  }
  for (const name of files.listed(from.path))
    copy(copying, inside(from, name), inside(to, name), copying.manner.keepsLinksBelow);
};

/** Links and special files are never written through what is there: it has to go. busybox removes it only when forced. */
const placeOther = (
  { task: { files, isBusybox }, manner }: Copying,
  to: string,
  { kind, mode, target, device }: FileStatus,
  present: FileStatus | undefined,
): void => {
  if (present && isBusybox && !manner.isForced) throw new Error('EEXIST');
  if (present && present.kind !== 'directory') files.call({ type: 'RemoveFile', path: to });
  if (kind === 'symlink') files.call({ type: 'SymlinkFile', path: to, target: target ?? '' });
  else if (kind === 'fifo') files.call({ type: 'MakeSpecialFile', path: to, special: 'fifo', mode });
  else if (kind === 'device') {
    const { type, major, minor } = device ?? { type: 'char', major: 0, minor: 0 };
    files.call({ type: 'MakeSpecialFile', path: to, special: { device: type, major, minor }, mode });
  }
};

const placeFile = ({ task, manner, linked }: Copying, from: string, to: string, status: FileStatus): void => {
  const { files, isBusybox } = task;
  // Hard links among what is copied stay: with busybox wherever symlinks do, with GNU cp where everything is kept.
  const first = manner.keepsLinksBelow && (isBusybox || manner.preserves) ? linked.get(status.id) : undefined;
  if (first !== undefined) {
    files.call({ type: 'LinkFile', path: first, to });
    return;
  }
  if (status.nlink > 1) linked.set(status.id, to);
  // What is there is opened and written from its beginning, through a symlink too: copied to itself, nothing is left.
  const isItself = detailsOf(task, to, true)?.id === status.id;
  const put = (): void => files.put(to, isItself ? new Uint8Array() : files.bytes(from), status.mode & 0o777);
  try {
    put();
  } catch (error) {
    if (!manner.isForced || !detailsOf(task, to, false)) throw error;
    files.call({ type: 'RemoveFile', path: to });
    put();
  }
};

const preserve = ({ files }: Task, path: string, { kind, uid, gid, mode, mtime }: FileStatus): void => {
  if (kind === 'symlink') return;
  files.call({ type: 'ChownFile', path, owner: uid, group: gid });
  files.call({ type: 'ChmodFile', path, mode: mode & 0o7777 });
  files.call({ type: 'TouchFile', path, mtime });
};
