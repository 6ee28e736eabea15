import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import { failure } from './errors.ts';

export const realpath: Program = async (task, { args, cwd }) => {
  let out = '';
  for (const word of args.filter((arg) => !arg.startsWith('-'))) {
    try {
      out += `${await task.files.realpath(absolute(cwd, word))}\n`;
    } catch (error) {
      const { stderr } = failure('realpath', word, error);
      return result(1, out, stderr);
    }
  }
  return result(0, out);
};

export const link: Program = async (task, { args: [from = '', to = ''], cwd }) => {
  try {
    task.files.call({ type: 'LinkFile', path: absolute(cwd, from), to: absolute(cwd, to) });
    return result(0);
  } catch (error) {
    return failure('link', `cannot create link '${to}' to '${from}'`, error);
  }
};

export const unlink: Program = async (task, { args: [path = ''], cwd }) => {
  try {
    task.files.call({ type: 'RemoveFile', path: absolute(cwd, path) });
    return result(0);
  } catch (error) {
    return failure('unlink', `cannot unlink '${path}'`, error);
  }
};

/** `mktemp [-d] [TEMPLATE]`: the process's number and the clock stand for chance, so that a log replays. */
export const mktemp: Program = async (task, { args, cwd }) => {
  const makesDirectory = args.includes('-d');
  const template = args.find((arg) => !arg.startsWith('-')) ?? '/tmp/tmp.XXXXXX';
  const [, run] = /(X{6,})$/.exec(template) ?? [];
  if (run === undefined) return result(1, '', `mktemp: too few X's in template '${template}'\n`);
  for (let attempt = 0; attempt < 1000; attempt++) {
    const letters = (Number(task.acting) * 1_000_003 + attempt * 7919).toString(36).padStart(run.length, 'a');
    const word = template.slice(0, -run.length) + letters.slice(-run.length);
    const path = absolute(cwd, word);
    if (await task.files.exists(path)) continue;
    try {
      if (makesDirectory) task.files.call({ type: 'MakeDirectory', path, mode: 0o700 });
      else task.files.put(path, new Uint8Array(), 0o600);
      return result(0, `${word}\n`);
    } catch (error) {
      return failure('mktemp', template, error);
    }
  }
  return result(1, '', `mktemp: ${template}: File exists\n`);
};
