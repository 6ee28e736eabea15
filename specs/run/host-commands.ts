import { type CustomCommand, defineCommand, type ExecResult } from 'just-bash';
import { type Command, dataRoot, hostTree, type Pid, type World } from '../../src/index.ts';

type Row = ReturnType<typeof hostTree>[number];

/** The model that host commands look at and act on. */
export type HostMachine = {
  readonly world: World;
  readonly perform: (command: Command) => Promise<{ readonly accepted: boolean }>;
};

const said = (stdout: string): ExecResult => ({ stdout, stderr: '', exitCode: 0 });
const failed = (stderr: string): ExecResult => ({ stdout: '', stderr: `${stderr}\n`, exitCode: 1 });

/** What the host's root may ask that is not a file: processes, services, kinds of files. */
export const hostCommands = (machine: HostMachine): CustomCommand[] => [
  defineCommand('ps', async (args) => ps(machine.world, args)),
  defineCommand('stat', async (args) => stat(machine.world, args)),
  defineCommand('getfattr', async (args) => getfattr(machine.world, args)),
  defineCommand('systemctl', async ([verb, name = '']) => {
    if (verb !== 'start') return failed(`systemctl: only start is known here, not ${verb}`);
    await machine.perform({ issuer: 'host', type: 'StartService', argv: [name], comm: name });
    return said('');
  }),
  defineCommand('kill', async (args) => {
    const signal = Number(args.find((word) => word.startsWith('-'))?.slice(1) ?? 15);
    const pid = Number(args.at(-1)) as Pid;
    const { accepted } = await machine.perform({ issuer: 'host', type: 'SignalHostProcess', pid, signal });
    return accepted ? said('') : failed(`bash: kill: (${pid}) - No such process`);
  }),
];

type Cell = { readonly title: string; readonly of: (row: Row, tid: number, comm: string) => string | number };

const cells: Readonly<Record<string, Cell>> = {
  pid: { title: 'PID', of: ({ pid }) => pid },
  ppid: { title: 'PPID', of: ({ ppid }) => ppid },
  lwp: { title: 'LWP', of: (_, tid) => tid },
  nlwp: { title: 'NLWP', of: ({ threads }) => threads.length + 1 },
  comm: { title: 'COMMAND', of: (_, __, comm) => comm },
  args: { title: 'COMMAND', of: ({ args, comm }) => args.join(' ') || `[${comm}]` },
  stat: { title: 'STAT', of: ({ state }) => state },
};

/** `ps` with the options -e, -L, -p LIST, -C NAME and -o COLUMNS, numbers to the right, the rest to the left. */
const ps = ({ host, ...world }: World, args: readonly string[]): ExecResult => {
  const asked = options(args);
  const columns = (asked.get('o') ?? 'pid,ppid,comm').split(',').flatMap((name) => cells[name] ?? []);
  const [pids, name] = [asked.get('p')?.split(','), asked.get('C')];
  const rows = hostTree({ host, ...world })
    .filter(({ pid, comm }) => (!pids || pids.includes(String(pid))) && (!name || comm === name))
    .flatMap((row) =>
      [{ tid: row.pid, comm: row.comm }, ...(asked.has('L') ? row.threads : [])].map(({ tid, comm }) =>
        columns.map(({ of }) => of(row, tid, comm)),
      ),
    );
  return said([columns.map(({ title }) => title), ...rows].map((row) => line(row, columns)).join(''));
};

const line = (row: readonly (string | number)[], columns: readonly Cell[]): string =>
  `${row.map((cell, at) => (columns[at]?.title === 'COMMAND' ? cell : String(cell).padStart(7))).join(' ')}\n`;

/** Letters of options, `-eo pid` and `-e -o pid` alike; o, p, C and c take a value. */
const options = (args: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (let at = 0; at < args.length; at++)
    for (const letter of args[at]?.startsWith('-') ? (args[at] ?? '').slice(1) : '')
      found.set(letter, 'opCcn'.includes(letter) ? (args[++at] ?? '') : '');
  return found;
};

const kinds = {
  directory: 'directory',
  file: 'regular file',
  symlink: 'symbolic link',
  char: 'character special file',
  block: 'block special file',
  fifo: 'fifo',
  socket: 'socket',
} as const;

/** `stat -c FORMAT PATH…` of the data root: %F kind, %a mode, %t:%T device, %s size, %n name. */
const stat = (world: World, args: readonly string[]): ExecResult => {
  const format = options(args).get('c') ?? '%F';
  const root = dataRoot(world);
  const lines: string[] = [];
  for (const path of args.slice(args.indexOf(format) + 1)) {
    const node = root.get(path);
    if (!node) return failed(`stat: cannot statx '${path}': No such file or directory`);
    const [major, minor] = node.device ?? [0, 0];
    const values: Readonly<Record<string, string>> = {
      F: kinds[node.type],
      a: (node.mode & 0o7777).toString(8),
      t: major.toString(16),
      T: minor.toString(16),
      s: String(node.size ?? node.content?.length ?? 0),
      n: path,
    };
    lines.push(`${format.replace(/%([FatTsn])/g, (_, letter: string) => values[letter] ?? '')}\n`);
  }
  return said(lines.join(''));
};

/** `getfattr -n NAME --only-values PATH`. */
const getfattr = (world: World, args: readonly string[]): ExecResult => {
  const name = args[args.indexOf('-n') + 1] ?? '';
  const path = args.at(-1) ?? '';
  const value = dataRoot(world).get(path)?.xattrs?.[name];
  return value === undefined ? failed(`${path}: ${name}: No such attribute`) : said(`${value}\n`);
};
