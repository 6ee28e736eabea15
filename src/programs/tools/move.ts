import { type Program, result } from '../call.ts';
import type { FileStatus } from '../file-status.ts';
import type { Task } from '../task.ts';
import { copyAll, inside, looked, type Named, named, stripped } from './copy.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';
import { remove } from './remove.ts';

/** `mv [-fnT] FROM… TO`: a rename, and where that is not possible (a directory of the image) a copy and a removal. */
export const mv: Program = async (task, { args, cwd }) => {
  const { has, words } = lettersAndWords(args);
  const last = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  if (sources.length === 0) return result(1, '', 'mv: missing file operand\n');
  const target = named(cwd, last);
  if (task.isBusybox && sources.length === 1) {
    const there = looked(task, target, true);
    if (typeof there === 'string') return result(1, '', `mv: ${there}`);
    if (has('T') && there?.kind === 'directory') return result(1, '', `mv: '${last}' is a directory\n`);
  }
  const isInto = !has('T') && kindOf(task, target.path, true) === 'directory';
  if (sources.length > 1 && !isInto && !task.isBusybox) return result(1, '', `mv: target '${last}': Not a directory\n`);
  let err = '';
  for (const word of sources) {
    const source = named(cwd, word);
    const to = isInto || sources.length > 1 ? inside(target, word) : target;
    const there = task.isBusybox && to !== target ? looked(task, to, true) : undefined;
    if (typeof there === 'string') err += `mv: ${there}`;
    else if (!has('n') || kindOf(task, to.path, true) === undefined)
      err += moved(task, to === target ? source : stripped(source), to);
  }
  return result(err === '' ? 0 : 1, '', err);
};

const moved = (task: Task, source: Named, target: Named): string => {
  try {
    task.files.call({ type: 'RenameFile', path: source.path, to: target.path });
    return '';
  } catch (error) {
    const from = kindOf(task, source.path, false);
    if (from === undefined || !(error instanceof Error && error.message.startsWith('EXDEV')))
      return `mv: ${renamed(task, source.word, target.word, from)}: ${reasonOf(error)}\n`;
    return copied(task, source, target, from);
  }
};

const renamed = ({ isBusybox }: Task, word: string, to: string, from: FileStatus['kind'] | undefined): string => {
  if (isBusybox) return `can't rename '${word}'`;
  return from === undefined ? `cannot stat '${word}'` : `cannot move '${word}' to '${to}'`;
};

/** What busybox does where a rename would leave the device: it unlinks what is there, copies, and removes. */
const copied = (task: Task, source: Named, target: Named, from: FileStatus['kind']): string => {
  const there = kindOf(task, target.path, true);
  if (there !== undefined) {
    const [isDirectory, wasDirectory] = [there === 'directory', from === 'directory'];
    if (isDirectory !== wasDirectory)
      return `mv: can't overwrite ${isDirectory ? '' : 'non-'}directory with ${wasDirectory ? '' : 'non-'}directory\n`;
    try {
      task.files.call({ type: 'RemoveFile', path: target.path });
    } catch (error) {
      return `mv: ${task.isBusybox ? "can't" : 'cannot'} remove '${target.word}': ${reasonOf(error)}\n`;
    }
  }
  const trouble = copyAll(task, source, target);
  if (trouble !== '') return trouble.replace(/^cp: /gm, 'mv: ');
  const removal = { task, isRecursive: true, isForced: true, err: '' };
  remove(removal, source.path, source.word);
  return removal.err.replace(/^rm: /gm, 'mv: ');
};

const kindOf = ({ files }: Task, path: string, follow: boolean): FileStatus['kind'] | undefined => {
  try {
    return files.details(path, follow).kind;
  } catch {
    return undefined;
  }
};
