import type { Container } from '../../core/streams/container/container.ts';
import type { Process } from '../../core/streams/host/host.ts';
import type { World } from '../../core/world.ts';

export type TopTable = { readonly titles: readonly string[]; readonly processes: readonly (readonly string[])[] };

type Column = { readonly title: string; readonly cell: (it: Process, container: Container) => string };

const startOf = ({ state }: Container): string => ('startedAt' in state ? (state.startedAt ?? '') : '').slice(11, 16);
const commandOf = ({ argv, comm }: Process): string => (argv.length > 0 ? argv.join(' ') : `[${comm}]`);
const terminalOf = ({ config }: Container): string => (config.Tty ? 'pts/0' : '?');
const userOf = ({ user }: Process): string =>
  user === undefined || user === '' || user === '0' ? 'root' : (user.split(':')[0] ?? '');
const stateOf = ({ state }: Process): string => (state === 'sleeping' ? 'S' : state === 'stopped' ? 'T' : 'Z');

const column = (title: string, cell: Column['cell']): Column => ({ title, cell });

/** The columns of the host's `ps`, by the names that its `-o` takes. */
const columns: Readonly<Record<string, Column>> = {
  pid: column('PID', ({ pid }) => String(pid)),
  ppid: column('PPID', ({ parent }) => String(parent)),
  user: column('USER', userOf),
  uid: column('UID', userOf),
  comm: column('COMMAND', ({ comm }) => comm),
  args: column('COMMAND', commandOf),
  cmd: column('CMD', commandOf),
  command: column('COMMAND', commandOf),
  tty: column('TT', (_, it) => terminalOf(it)),
  time: column('TIME', () => '00:00:00'),
  stat: column('STAT', stateOf),
  s: column('S', stateOf),
  state: column('S', stateOf),
  nlwp: column('NLWP', ({ threads }) => String(threads.length + 1)),
};

const full: readonly Column[] = [
  column('UID', userOf),
  column('PID', ({ pid }) => String(pid)),
  column('PPID', ({ parent }) => String(parent)),
  column('C', () => '0'),
  column('STIME', (_, it) => startOf(it)),
  column('TTY', (_, it) => terminalOf(it)),
  column('TIME', () => '00:00:00'),
  column('CMD', commandOf),
];

const bsd: readonly Column[] = [
  column('USER', userOf),
  column('PID', ({ pid }) => String(pid)),
  column('%CPU', () => '0.0'),
  column('%MEM', () => '0.0'),
  column('VSZ', () => '0'),
  column('RSS', () => '0'),
  column('TTY', (_, it) => terminalOf(it)),
  column('STAT', stateOf),
  column('START', (_, it) => startOf(it)),
  column('TIME', () => '0:00'),
  column('COMMAND', commandOf),
];

/** `docker top`: the processes of the container's cgroup as `ps` on the host shows them; no zombies. */
export const topTable = ({ host }: World, container: Container, words: readonly string[]): TopTable => {
  const chosen = columnsOf(words);
  const pids = [...(host.cgroups.get(container.id)?.members.keys() ?? [])].sort((a, b) => a - b);
  const processes = pids.flatMap((pid) => host.processes.get(pid) ?? []).filter(({ state }) => state !== 'zombie');
  return {
    titles: chosen.map(({ title }) => title),
    processes: processes.map((process) => chosen.map(({ cell }) => cell(process, container))),
  };
};

const columnsOf = (words: readonly string[]): readonly Column[] => {
  const text = words.join(' ');
  const [, names] = /-(?:[a-zA-Z]*)o ?(\S+)/.exec(text) ?? [];
  if (names !== undefined) return names.split(',').flatMap((name) => columns[name.replace(/=.*/, '')] ?? []);
  return /^-?a?ux/.test(text) ? bsd : full;
};
