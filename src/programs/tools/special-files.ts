import { type Program, result } from '../call.ts';
import { absolute } from '../paths.ts';
import { numberOf } from './accounts.ts';
import { failure } from './errors.ts';

export const chown: Program = async (task, { name, args, cwd }) => {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  const recursive = args.some((arg) => /^-\w*R/.test(arg));
  const link = args.some((arg) => /^-\w*h/.test(arg));
  const [who = '', ...files] = paths;
  const [user = '', group = ''] = name === 'chgrp' ? ['', who] : who.split(/[:.]/);
  const owner = user === '' ? undefined : await numberOf(task, '/etc/passwd', user);
  const gid = group === '' ? undefined : await numberOf(task, '/etc/group', group);
  if (user !== '' && owner === undefined)
    return result(1, '', task.isBusybox ? `${name}: unknown user ${user}\n` : `${name}: invalid user: '${who}'\n`);
  if (group !== '' && gid === undefined)
    return result(1, '', task.isBusybox ? `${name}: unknown group ${group}\n` : `${name}: invalid group: '${who}'\n`);
  const change = async (path: string): Promise<void> => {
    task.files.call({
      type: 'ChownFile',
      path,
      ...(owner !== undefined && { owner }),
      ...(gid !== undefined && { group: gid }),
      ...(link && { link }),
    });
    if (recursive && (await task.files.lstat(path)).isDirectory)
      for (const child of await task.files.readdir(path)) await change(`${path}/${child}`);
  };
  for (const file of files) {
    try {
      await change(absolute(cwd, file));
    } catch (error) {
      return failure(name, `cannot access '${file}'`, error);
    }
  }
  return result(0);
};

/** The interpreter's, which calls every reason a missing file. */
export const chmod: Program = async (task, call) => {
  task.files.chmodFailed = undefined;
  const done = await task.runBuiltin(call, call.args);
  const missing = /^chmod: cannot access '(.*)': No such file or directory$/m.exec(done.stderr);
  const why = task.files.chmodFailed;
  return missing && why !== undefined ? failure(call.name, `cannot access '${missing[1]}'`, why) : done;
};

export const mknod: Program = async (task, { name, args, cwd }) => {
  const [path = '', kind = 'p', major = '0', minor = '0'] = args;
  const device = { device: kind === 'b' ? 'block' : 'char', major: Number(major), minor: Number(minor) } as const;
  try {
    const special = name === 'mkfifo' || kind === 'p' ? 'fifo' : device;
    task.files.call({ type: 'MakeSpecialFile', path: absolute(cwd, path), special });
    return result(0);
  } catch (error) {
    return failure(name, path, error);
  }
};

export const truncate: Program = async (task, { name, args, cwd }) => {
  const at = args.indexOf('-s');
  const size = Number(args[at + 1]);
  const files = args.filter((_, index) => index !== at && index !== at + 1);
  for (const file of files) {
    const path = absolute(cwd, file);
    try {
      if (!(await task.files.exists(path))) await task.files.writeFile(path, '');
      task.files.call({ type: 'TruncateFile', path, size });
    } catch (error) {
      return failure(name, `cannot open '${file}' for writing`, error);
    }
  }
  return result(0);
};
