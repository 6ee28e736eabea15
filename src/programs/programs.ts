import { signalNumbers } from '../core/processes/signals.ts';
import { containerView } from '../views/processes.ts';
import { absolute } from './paths.ts';
import { redisCli, redisServer } from './redis.ts';
import { type Call, type Result, result, type Task } from './task.ts';

type Program = (task: Task, call: Call) => Promise<Result>;

const units: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const sleep: Program = async (task, { args }) => {
  let millis = 0;
  for (const arg of args) {
    const [, number, unit = ''] = /^(\d+(?:\.\d*)?|\.\d+|infinity)([smhd])?$/.exec(arg) ?? [];
    if (number === undefined) return result(1, '', `sleep: invalid time interval '${arg}'\n`);
    millis += number === 'infinity' ? Number.POSITIVE_INFINITY : Number(number) * (units[unit] ?? 1000);
  }
  await task.wait(millis);
  return result(0);
};

/** The number of a signal by its name or number, with or without SIG. */
export const signalOf = (word: string): number | undefined =>
  /^\d+$/.test(word) ? Number(word) : signalNumbers[word.toUpperCase().replace(/^SIG/, '')];

const kill: Program = async (task, { args }) => {
  const words = [...args];
  let signal: number | undefined = 15;
  if (words[0] === '-s' || words[0] === '-n') signal = signalOf(words.splice(0, 2)[1] ?? '');
  else if (words[0] === '-l') return result(0, `${Object.keys(signalNumbers).join(' ')}\n`);
  else if (/^-[A-Za-z0-9]+$/.test(words[0] ?? '') && words.length > 1)
    signal = signalOf((words.shift() ?? '').slice(1));
  if (words[0] === '--') words.shift();
  if (signal === undefined) return result(1, '', 'sh: 1: kill: Illegal number\n');
  let code = 0;
  let told = '';
  for (const word of words) {
    const sent = task.machine.act({
      issuer: 'process',
      type: 'SignalProcess',
      pid: task.acting,
      target: Number(word),
      signal,
    });
    if (sent.accepted) continue;
    code = 1;
    told += `sh: 1: kill: No such process\n`;
  }
  return result(code, '', told);
};

/** `trap 'exit 42' TERM`: what the model must know of it is whether the process goes on. */
const trap: Program = async (task, { args }) => {
  const [body = '', ...signals] = args;
  for (const word of signals) {
    const signal = word === 'EXIT' ? 0 : signalOf(word);
    if (signal === undefined) return result(1, '', `sh: 1: trap: ${word}: bad trap\n`);
    if (signal === 0) continue;
    task.setTrap(signal, body);
  }
  return result(0);
};

const wait: Program = async (task, { args }) => {
  const meant = args.length === 0 ? task.jobs : task.jobs.filter(({ number }) => args.includes(String(number)));
  while (meant.some(({ code }) => code === undefined)) {
    await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
    await task.runTraps();
  }
  return result(args.length === 0 ? 0 : (meant.at(-1)?.code ?? 127));
};

const startJob: Program = async (task, { args: [script = ''], env, cwd }) =>
  task.startJob(script, env, cwd) ? result(0) : result(2, '', 'sh: 1: Cannot fork\n');

const jobNumber: Program = async (task) => result(0, `${task.jobs.at(-1)?.number ?? ''}\n`);

/** The processes that the pid namespace shows; busybox and procps print them differently. */
const ps: Program = async (task, { args }) => {
  const rows = containerView(task.machine.world, task.around.container.id);
  const command = (row: (typeof rows)[number]): string => (row.args.length > 0 ? row.args.join(' ') : `[${row.comm}]`);
  const option = args.join(' ');
  const [, columns] = /-?(?:[a-zA-Z]*)o ?([\w,]+)/.exec(option) ?? [];
  if (columns !== undefined) {
    const cells: Readonly<Record<string, (row: (typeof rows)[number]) => string>> = {
      pid: ({ pid }) => String(pid),
      ppid: ({ ppid }) => String(ppid),
      comm: ({ comm }) => comm,
      args: command,
      cmd: command,
      stat: ({ state }) => state,
      s: ({ state }) => state,
    };
    const titles: Readonly<Record<string, string>> = { args: 'COMMAND', comm: 'COMMAND' };
    const names = columns.split(',').filter((name) => Object.hasOwn(cells, name));
    const table = [
      names.map((name) => titles[name] ?? name.toUpperCase()),
      ...rows.map((row) => names.map((name) => cells[name]?.(row) ?? '')),
    ];
    return result(
      0,
      table
        .map((line) => `${line.map((cell, at) => (at < line.length - 1 ? cell.padStart(5) : cell)).join(' ')}\n`)
        .join(''),
    );
  }
  if (task.around.flavour === 'busybox')
    return result(
      0,
      `PID   USER     TIME  COMMAND\n${rows.map((row) => `${String(row.pid).padStart(5)} root      0:00 ${command(row)}\n`).join('')}`,
    );
  if (/^-?a?ux/.test(option))
    return result(
      0,
      `USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n${rows
        .map(
          (row) =>
            `root     ${String(row.pid).padStart(7)}  0.0  0.0      0     0 ?        ${row.state}    ${clock(task)}   0:00 ${command(row)}\n`,
        )
        .join('')}`,
    );
  return result(
    0,
    `UID          PID    PPID  C STIME TTY          TIME CMD\n${rows
      .map(
        (row) =>
          `root     ${String(row.pid).padStart(7)} ${String(row.ppid).padStart(7)}  0 ${clock(task)} ?        00:00:00 ${command(row)}\n`,
      )
      .join('')}`,
  );
};

const clock = (task: Task): string => task.machine.now.slice(11, 16);

const failure = (name: string, what: string, error: unknown): Result => {
  const [code = ''] = (error instanceof Error ? error.message : '').split(':');
  const texts: Readonly<Record<string, string>> = {
    ENOENT: 'No such file or directory',
    EEXIST: 'File exists',
    EPERM: 'Operation not permitted',
    EACCES: 'Permission denied',
    EROFS: 'Read-only file system',
  };
  return result(1, '', `${name}: ${what}: ${texts[code] ?? code}\n`);
};

/** A name or number of `/etc/passwd` or `/etc/group`. */
const idOf = async (task: Task, file: string, word: string): Promise<number | undefined> => {
  if (/^\d+$/.test(word)) return Number(word);
  const lines = (await task.files.readFile(file)).split('\n').map((line) => line.split(':'));
  const found = lines.find(([name]) => name === word)?.[2];
  return found === undefined ? undefined : Number(found);
};

const chown: Program = async (task, { name, args, cwd }) => {
  const paths = args.filter((arg) => !arg.startsWith('-'));
  const recursive = args.some((arg) => /^-\w*R/.test(arg));
  const [who = '', ...files] = paths;
  const [user = '', group = ''] = name === 'chgrp' ? ['', who] : who.split(/[:.]/);
  const owner = user === '' ? undefined : await idOf(task, '/etc/passwd', user);
  const gid = group === '' ? undefined : await idOf(task, '/etc/group', group);
  if (user !== '' && owner === undefined) return result(1, '', `${name}: invalid user: '${who}'\n`);
  if (group !== '' && gid === undefined) return result(1, '', `${name}: invalid group: '${who}'\n`);
  const change = async (path: string): Promise<void> => {
    task.files.call({
      type: 'ChownFile',
      path,
      ...(owner !== undefined && { owner }),
      ...(gid !== undefined && { group: gid }),
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

const mknod: Program = async (task, { name, args, cwd }) => {
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

const truncate: Program = async (task, { name, args, cwd }) => {
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

const id: Program = async (task, { args }) => {
  const { uid, gid } = task.around;
  const nameOf = async (file: string, number: number): Promise<string> =>
    (await task.files.readFile(file))
      .split('\n')
      .find((line) => line.split(':')[2] === String(number))
      ?.split(':')[0] ?? '';
  const user = await nameOf('/etc/passwd', uid).catch(() => '');
  const group = await nameOf('/etc/group', gid).catch(() => '');
  if (args[0] === '-u') return result(0, `${uid}\n`);
  if (args[0] === '-g') return result(0, `${gid}\n`);
  if (args[0] === '-un') return result(0, `${user}\n`);
  return result(0, `uid=${uid}(${user}) gid=${gid}(${group}) groups=${gid}(${group})\n`);
};

const whoami: Program = (task, call) => id(task, { ...call, args: ['-un'] });

const hostname: Program = async (task) => result(0, await task.files.readFile('/etc/hostname'));

const uname: Program = async (task, { args }) => {
  const host = (await task.files.readFile('/etc/hostname')).trim();
  const fields: Readonly<Record<string, string>> = { s: 'Linux', n: host, r: '6.1.0', m: 'x86_64', o: 'GNU/Linux' };
  const letters = (args[0] ?? '-s').slice(1);
  const shown = letters === 'a' ? 'snrmo' : letters;
  return result(0, `${[...shown].map((letter) => fields[letter] ?? '').join(' ')}\n`);
};

const date: Program = async (task, call) => {
  // The session's clock, not the host's.
  if (call.args.length === 1 && call.args[0]?.startsWith('+%s'))
    return result(0, `${Math.floor(Date.parse(task.machine.now) / 1000)}\n`);
  const now = new Date(Date.parse(`${task.machine.now.slice(0, 19)}Z`));
  if (call.args.length === 0) {
    const [day = '', , month = '', year = ''] = now.toUTCString().split(' ');
    return result(
      0,
      `${day.replace(',', '')} ${month} ${String(now.getUTCDate()).padStart(2)} ${task.machine.now.slice(11, 19)} UTC ${year}\n`,
    );
  }
  return call.builtin ? call.builtin() : result(0);
};

/** Runs its arguments; what it changes about them, the model does not show. */
const wrapper: Program = async (task, call) =>
  task.replaceBy(
    call.args.filter((arg) => !/^-/.test(arg)),
    call,
  );

const nothing: Program = async () => result(0);

/** Programs and builtins that are told here and not by the interpreter. */
export const programs: Readonly<Record<string, Program>> = {
  'plimsoll-job': startJob,
  'plimsoll-jobnumber': jobNumber,
  'plimsoll-kill': kill,
  'plimsoll-trap': trap,
  'plimsoll-wait': wait,
  'plimsoll-exec': nothing,
  'plimsoll-run': nothing,
  sleep,
  kill,
  ps,
  chown,
  chgrp: chown,
  mknod,
  mkfifo: mknod,
  truncate,
  id,
  whoami,
  hostname,
  uname,
  date,
  sync: nothing,
  nohup: wrapper,
  setsid: wrapper,
  'redis-cli': redisCli,
  'redis-server': redisServer,
};
