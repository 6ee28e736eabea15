import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';

/** `ln [-sfnT] TARGET… NAME`: into NAME when that is a directory. */
export const ln: Program = async (task, { args, cwd }) => {
  const { has, words } = lettersAndWords(args);
  if (words.length === 0) return result(1, '', 'ln: missing file operand\n');
  const [last = '', targets] =
    words.length === 1 ? [baseOf(words[0] ?? ''), words] : [words.at(-1) ?? '', words.slice(0, -1)];
  const isInto = !has('T') && isDirectory(task, absolute(cwd, last), !has('n'));
  let err = '';
  for (const target of targets) {
    const name = isInto ? `${last.replace(/\/+$/, '')}/${baseOf(target)}` : last;
    err += has('s')
      ? made(
          task,
          () => task.files.call({ type: 'SymlinkFile', path: forced(name), target }),
          `symbolic link '${name}'`,
          name,
        )
      : linked(target, name);
  }
  return result(err === '' ? 0 : 1, '', err);

  function linked(target: string, name: string): string {
    const path = absolute(cwd, target);
    try {
      const { kind } = task.files.details(path, false);
      if (kind === 'directory' && !task.isBusybox) return `ln: ${target}: hard link not allowed for directory\n`;
    } catch (error) {
      return `ln: ${task.isBusybox ? target : `failed to access '${target}'`}: ${reasonOf(error)}\n`;
    }
    return made(task, () => task.files.call({ type: 'LinkFile', path, to: forced(name) }), `hard link '${name}'`, name);
  }

  function forced(name: string): string {
    const path = absolute(cwd, name);
    if (has('f')) {
      try {
        task.files.call({ type: 'RemoveFile', path });
      } catch {
        // What can not go is told by the link that fails.
      }
    }
    return path;
  }
};

const made = (task: Task, make: () => void, what: string, name: string): string => {
  try {
    make();
    return '';
  } catch (error) {
    return `ln: ${task.isBusybox ? name : `failed to create ${what}`}: ${reasonOf(error)}\n`;
  }
};

const baseOf = (word: string): string => word.replace(/\/+$/, '').replace(/^.*\//, '');

const isDirectory = ({ files }: Task, path: string, follow: boolean): boolean => {
  try {
    return files.details(path, follow).kind === 'directory';
  } catch {
    return false;
  }
};
