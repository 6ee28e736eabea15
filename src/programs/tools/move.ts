import type { FileStatus } from '../file-status.ts';
import { absolute } from '../paths.ts';
import { type Program, result, type Task } from '../task.ts';
import { copyAll } from './copy.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';
import { remove } from './remove.ts';

/** `mv [-fnT] FROM… TO`: a rename, and where that is not possible (a directory of the image) a copy and a removal. */
export const mv: Program = async (task, { args, cwd }) => {
  const { has, words } = lettersAndWords(args);
  const last = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  if (sources.length === 0) return result(1, '', 'mv: missing file operand\n');
  const isInto = !has('T') && kindOf(task, absolute(cwd, last), true) === 'directory';
  if (sources.length > 1 && !isInto) return result(1, '', `mv: target '${last}': Not a directory\n`);
  if (has('T') && task.isBusybox && kindOf(task, absolute(cwd, last), true) === 'directory')
    return result(1, '', `mv: '${last}' is a directory\n`);
  let err = '';
  for (const word of sources) {
    const to = isInto ? `${last.replace(/\/+$/, '')}/${word.replace(/\/+$/, '').replace(/^.*\//, '')}` : last;
    if (has('n') && kindOf(task, absolute(cwd, to), true) !== undefined) continue;
    err += moved(task, cwd, word, to);
  }
  return result(err === '' ? 0 : 1, '', err);
};

const moved = (task: Task, cwd: string, word: string, to: string): string => {
  const [source, target] = [absolute(cwd, word), absolute(cwd, to)];
  try {
    task.files.call({ type: 'RenameFile', path: source, to: target });
    return '';
  } catch (error) {
    const from = kindOf(task, source, false);
    if (from === undefined || !(error instanceof Error && error.message.startsWith('EXDEV')))
      return `mv: ${renamed(task, word, to, from)}: ${reasonOf(error)}\n`;
    return copied(task, source, target, word, to, from);
  }
};

const renamed = ({ isBusybox }: Task, word: string, to: string, from: FileStatus['kind'] | undefined): string => {
  if (isBusybox) return `can't rename '${word}'`;
  return from === undefined ? `cannot stat '${word}'` : `cannot move '${word}' to '${to}'`;
};

/** What busybox does where a rename would leave the device: it unlinks what is there, copies, and removes. */
const copied = (
  task: Task,
  source: string,
  target: string,
  word: string,
  to: string,
  from: FileStatus['kind'],
): string => {
  const there = kindOf(task, target, true);
  if (there !== undefined) {
    const [isDirectory, wasDirectory] = [there === 'directory', from === 'directory'];
    if (isDirectory !== wasDirectory)
      return `mv: can't overwrite ${isDirectory ? '' : 'non-'}directory with ${wasDirectory ? '' : 'non-'}directory\n`;
    try {
      task.files.call({ type: 'RemoveFile', path: target });
    } catch (error) {
      return `mv: ${task.isBusybox ? "can't" : 'cannot'} remove '${to}': ${reasonOf(error)}\n`;
    }
  }
  const trouble = copyAll(task, source, target, word);
  if (trouble !== '') return trouble.replace(/^cp: /gm, 'mv: ');
  const removal = { task, isRecursive: true, isForced: true, err: '' };
  remove(removal, source, word);
  return removal.err.replace(/^rm: /gm, 'mv: ');
};

const kindOf = ({ files }: Task, path: string, follow: boolean): FileStatus['kind'] | undefined => {
  try {
    return files.details(path, follow).kind;
  } catch {
    return undefined;
  }
};
