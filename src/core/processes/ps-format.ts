import type { Host, Process, Thread } from '../streams/host/host.ts';

export type Line = {
  readonly host: Host;
  readonly process: Process;
  readonly thread: Thread;
  readonly started: string;
};
export type Column = { readonly title: string; readonly value: (line: Line) => string };

export type Format = {
  readonly columns: readonly Column[];
  /** One row a thread. */
  readonly threads: boolean;
  /** A selection that no row of the container fits. */
  readonly only?: string;
};

export const defaultFormat = '-ef';

const column = (title: string, value: Column['value']): Column => ({ title, value });
const userOf = ({ process }: Line): string => process.user?.split(':')[0] || 'root';
const groupOf = ({ process }: Line): string => process.user?.split(':')[1] || 'root';
const commandOf = ({ process, thread }: Line): string => process.argv.join(' ') || `[${thread.comm}]`;
const letterOf = ({ host, process }: Line): string => letter(host, process);

/** A letter of `/proc/<pid>/stat`; a frozen cgroup shows as D, as cgroup v1 does (measured). */
export const letter = (host: Host, { state, cgroup }: Process): 'S' | 'T' | 'D' | 'Z' => {
  if (state === 'zombie') return 'Z';
  if (cgroup !== undefined && host.cgroups.get(cgroup)?.frozen) return 'D';
  return state === 'stopped' ? 'T' : 'S';
};

/** Letters after the first: a session leader, one with threads. */
const statOf = (line: Line): string => {
  const { kind, threads } = line.process;
  return `${letterOf(line)}${kind === 'main' || kind === 'exec' ? 's' : ''}${threads.length > 0 ? 'l' : ''}`;
};

const columns: Readonly<Record<string, Column>> = {
  pid: column('PID', ({ process }) => `${process.pid}`),
  ppid: column('PPID', ({ process }) => `${process.parent}`),
  lwp: column('LWP', ({ thread }) => `${thread.tid}`),
  tid: column('TID', ({ thread }) => `${thread.tid}`),
  nlwp: column('NLWP', ({ process }) => `${process.threads.length + 1}`),
  comm: column('COMMAND', ({ thread }) => thread.comm),
  ucmd: column('CMD', ({ thread }) => thread.comm),
  args: column('COMMAND', commandOf),
  command: column('COMMAND', commandOf),
  cmd: column('CMD', commandOf),
  user: column('USER', userOf),
  uname: column('USER', userOf),
  group: column('GROUP', groupOf),
  uid: column('UID', (line) => (userOf(line) === 'root' ? '0' : userOf(line))),
  stat: column('STAT', statOf),
  state: column('S', letterOf),
  s: column('S', letterOf),
  c: column('C', () => '0'),
  tty: column('TT', () => '?'),
  time: column('TIME', () => '00:00:00'),
  stime: column('STIME', ({ started }) => started),
  pcpu: column('%CPU', () => '0.0'),
  '%cpu': column('%CPU', () => '0.0'),
  pmem: column('%MEM', () => '0.0'),
  '%mem': column('%MEM', () => '0.0'),
  vsz: column('VSZ', () => '0'),
  rss: column('RSS', () => '0'),
};

const named = (...names: readonly string[]): readonly Column[] => names.flatMap((name) => columns[name] ?? []);

const full: readonly Column[] = [
  column('UID', userOf),
  ...named('pid', 'ppid', 'c', 'stime'),
  column('TTY', () => '?'),
  ...named('time', 'cmd'),
];
const fullThreads: readonly Column[] = [
  column('UID', userOf),
  ...named('pid', 'ppid', 'lwp', 'c', 'nlwp', 'stime'),
  column('TTY', () => '?'),
  ...named('time', 'cmd'),
];
const brief: readonly Column[] = [...named('pid'), column('TTY', () => '?'), ...named('time', 'ucmd')];
const briefThreads: readonly Column[] = [...named('pid', 'lwp'), column('TTY', () => '?'), ...named('time', 'ucmd')];
const briefBsd: readonly Column[] = [
  ...named('pid'),
  column('TTY', () => '?'),
  ...named('stat'),
  column('TIME', () => '0:00'),
  ...named('args'),
];
const bsd: readonly Column[] = [
  ...named('user', 'pid', '%cpu', '%mem', 'vsz', 'rss'),
  column('TTY', () => '?'),
  ...named('stat'),
  column('START', ({ started }) => started),
  column('TIME', () => '0:00'),
  ...named('args'),
];

/** What a ps command line prints, or ps's own error. The forms that were measured, not all of ps. */
export const parsePs = (text: string): Format | string => {
  const words = text.split(/\s+/).filter((word) => word !== '');
  let columns: readonly Column[] | undefined;
  let threads = false;
  let forest = false;
  let only: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--forest') {
      forest = true;
      continue;
    }
    if (word.startsWith('--')) return 'ps: error: unknown gnu long option';
    if (!word.startsWith('-')) {
      if (!/^[aux]+$/.test(word)) return 'ps: error: unsupported option (BSD syntax)';
      columns = word.includes('u') ? bsd : briefBsd;
      continue;
    }
    const form = /^-([eAL]*)(f|o|p|C|)(.*)$/.exec(word);
    if (!form) return 'ps: error: unsupported SysV option';
    const [, flags = '', option = '', attached = ''] = form;
    threads ||= flags.includes('L');
    if (option === 'f') columns = threads ? fullThreads : full;
    if (option === '') continue;
    if (option === 'f') {
      threads ||= attached.includes('L');
      columns = threads ? fullThreads : full;
      continue;
    }
    const value = attached === '' ? (words[++at] ?? '') : attached;
    if (option === 'C') return 'ps: exit status 1';
    if (option === 'p') {
      only = value;
      continue;
    }
    const chosen = chosenColumns(value);
    if (typeof chosen === 'string') return chosen;
    columns = [...(columns ?? []), ...chosen];
  }
  const shown = columns ?? (threads ? briefThreads : brief);
  return { columns: forest ? shown.map(asBranch) : shown, threads, ...(only !== undefined && { only }) };
};

/** Everybody of a container hangs below somebody; Docker squeezes the blanks before the branch. */
const asBranch = ({ title, value }: Column): Column =>
  title === 'CMD' || title === 'COMMAND' ? column(title, (line) => `\\_ ${value(line)}`) : column(title, value);

/** `pid,ppid,comm`, or `pid=NUMBER` with a title of one's own. */
const chosenColumns = (list: string): readonly Column[] | string => {
  const chosen: Column[] = [];
  if (list === '') return 'ps: error: format specification must follow -o';
  // One comma may stand at the end (measured, docs/facts.md).
  for (const item of list.replace(/,$/, '').split(',')) {
    if (item === '') return 'ps: error: improper format list';
    const [name = '', title] = item.split('=');
    const known = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (!known) return `ps: error: unknown user-defined format specifier "${name}"`;
    chosen.push(title === undefined ? known : { ...known, title });
  }
  return chosen;
};
