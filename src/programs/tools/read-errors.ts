import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { reasonOf } from './errors.ts';

const troubleWith = (task: Task, path: string): string | undefined => {
  try {
    const { kind } = task.files.details(path, true);
    return kind === 'directory' ? 'Is a directory' : undefined;
  } catch (error) {
    return reasonOf(error);
  }
};

/** `cat`: the interpreter's own takes every trouble with a file for a file that is not there. */
export const cat: Program = async (task, call) => {
  const files = call.args.filter((arg) => !arg.startsWith('-'));
  const troubles = files.flatMap((file) => {
    const trouble = troubleWith(task, absolute(call.cwd, file));
    return trouble === undefined ? [] : [{ file, trouble }];
  });
  if (troubles.length === 0) return task.runBuiltin(call, call.args);
  const bad = new Set(troubles.map(({ file }) => file));
  const good = call.args.filter((arg) => !bad.has(arg));
  const read = good.length === call.args.length - files.length ? result(0) : await task.runBuiltin(call, good);
  const err = troubles.map(({ file, trouble }) => `cat: ${file}: ${trouble}\n`).join('');
  return { ...read, stderr: read.stderr + err, exitCode: 1 };
};

/** `sort` of a file that can not be read is 2; the interpreter's is 1. */
export const sort: Program = async (task, call) => {
  const done = await task.runBuiltin(call, call.args);
  return done.exitCode === 1 && done.stderr !== '' ? { ...done, exitCode: 2 } : done;
};
