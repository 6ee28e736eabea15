import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';

/** `rm [-rRf] PATH…`: goes on after a path that stays; a directory stays when something in it does. */
export const rm: Program = async (task, { args, cwd }) => {
  const { has, words } = lettersAndWords(args);
  if (words.length === 0 && !has('f')) return result(1, '', 'rm: missing operand\n');
  const removal = { task, isRecursive: has('r') || has('R'), isForced: has('f'), err: '' };
  for (const word of words) remove(removal, absolute(cwd, word), word);
  return result(removal.err === '' ? 0 : 1, '', removal.err);
};

export type Removal = {
  readonly task: Task;
  readonly isRecursive: boolean;
  readonly isForced: boolean;
  err: string;
};

/** Whether nothing is left of it. */
export const remove = (removal: Removal, path: string, word: string): boolean => {
  const { task, isRecursive, isForced } = removal;
  let isFound = false;
  const cannot = (error: unknown): boolean => {
    const code = error instanceof Error ? error.message.split(':')[0] : '';
    const isAbsent = code === 'ENOENT' || (code === 'ENOTDIR' && !task.isBusybox);
    if (isForced && isAbsent) return true;
    const what = task.isBusybox ? `can't ${isFound || isAbsent ? 'remove' : 'stat'}` : 'cannot remove';
    removal.err += `rm: ${what} '${word}': ${reasonOf(error)}\n`;
    return false;
  };
  try {
    if (task.files.forget(path)) return true;
    const { kind } = task.files.details(path, false);
    isFound = true;
    if (kind !== 'directory') {
      task.files.call({ type: 'RemoveFile', path });
      return true;
    }
    if (!isRecursive) {
      removal.err += task.isBusybox
        ? `rm: '${word}' is a directory\n`
        : `rm: cannot remove '${word}': Is a directory\n`;
      return false;
    }
    const names = task.files.listed(path);
    const gone = names.map((name) => remove(removal, absolute(path, name), `${word.replace(/\/+$/, '')}/${name}`));
    if (gone.includes(false)) return false;
    task.files.call({ type: 'RemoveDirectory', path });
    return true;
  } catch (error) {
    return cannot(error);
  }
};

/** The way up ends with `/`, which nobody can remove, or with the first word of a relative path. */
const parentOf = (word: string): string =>
  /^\/[^/]*$/.test(word) ? '/' : word.slice(0, Math.max(word.lastIndexOf('/'), 0));

/** `rmdir [-p] DIR…`. */
export const rmdir: Program = async (task, { args, cwd }) => {
  const { has, words } = lettersAndWords(args);
  if (words.length === 0) return result(1, '', 'rmdir: missing operand\n');
  let err = '';
  for (const word of words) {
    let at = word;
    try {
      for (; at !== ''; at = has('p') ? parentOf(at) : '')
        if (at === '/') throw new Error('EBUSY');
        else task.files.call({ type: 'RemoveDirectory', path: absolute(cwd, at) });
    } catch (error) {
      err += `rmdir: ${task.isBusybox ? '' : 'failed to remove '}'${at}': ${reasonOf(error)}\n`;
    }
  }
  return result(err === '' ? 0 : 1, '', err);
};
