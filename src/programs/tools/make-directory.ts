import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { reasonOf } from './errors.ts';
import { lettersAndWords } from './options.ts';

/** `mkdir [-p] [-m MODE] DIR…`, modes in octal; others are the interpreter's. */
export const mkdir: Program = async (task, call) => {
  const { args, cwd } = call;
  const at = args.findIndex((arg) => /^-[a-z]*m$/.test(arg));
  const mode = at < 0 ? undefined : args[at + 1];
  if (mode !== undefined && !/^[0-7]{1,4}$/.test(mode) && call.builtin) return call.builtin(args);
  const { has, words } = lettersAndWords(at < 0 ? args : [...args.slice(0, at + 1), ...args.slice(at + 2)]);
  if (words.length === 0) return result(1, '', 'mkdir: missing operand\n');
  let err = '';
  for (const word of words) {
    const steps = has('p') ? [...stepsTo(word)] : [word];
    const failed = steps.find((step) => !isMade(step));
    if (failed === undefined) {
      if (mode !== undefined)
        task.files.call({ type: 'ChmodFile', path: absolute(cwd, word), mode: Number.parseInt(mode, 8) });
    }
  }
  return result(err === '' ? 0 : 1, '', err);

  function isMade(step: string): boolean {
    const path = absolute(cwd, step);
    try {
      makeOne(task, path);
      return true;
    } catch (error) {
      if (has('p') && isDirectory(task, path)) return true;
      err += `mkdir: ${task.isBusybox ? "can't" : 'cannot'} create directory '${step}': ${step.endsWith('/') && reasonOf(error) === 'File exists' ? 'Not a directory' : reasonOf(error)}\n`;
      return false;
    }
  }
};

const makeOne = ({ files }: Task, path: string): void => {
  if (path === '/') throw new Error('EEXIST');
  files.makeDirectory(path);
};

const isDirectory = ({ files }: Task, path: string): boolean => {
  try {
    return files.details(path, true).kind === 'directory';
  } catch {
    return false;
  }
};

/** `/a/`, `/a/b/`, `/a/b/c`: as mkdir names them in what it says. */
function* stepsTo(word: string): Generator<string> {
  for (const { index } of word.matchAll(/[^/]\/+(?=[^/])/g)) {
    const end = /[^/]/.exec(word.slice(index + 1))?.index ?? 0;
    yield word.slice(0, index + 1 + end);
  }
  yield word;
}
