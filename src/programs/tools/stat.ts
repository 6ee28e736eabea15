import { type Program, result } from '../call.ts';
import type { FileStatus } from '../file-status.ts';
import { absolute } from '../paths.ts';
import type { Task } from '../task.ts';
import { namesOf } from './accounts.ts';
import { reasonOf } from './errors.ts';
import { blocksOf, kindText, modeText, sizeOf } from './status-text.ts';

/** The device number of a container's overlay differs from mount to mount; stat needs one. */
const overlayDevice = 0x27;

type Names = { readonly users: ReadonlyMap<number, string>; readonly groups: ReadonlyMap<number, string> };

/** `stat [-L] [-c FORMAT] FILE…`. */
export const stat: Program = async (task, { args, cwd }) => {
  const files: string[] = [];
  let format: string | undefined;
  let follows = false;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '-c') format = `${args[++at] ?? ''}\n`;
    else if (arg.startsWith('--format=')) format = `${arg.slice('--format='.length)}\n`;
    else if (arg.startsWith('--printf='))
      format = arg.slice('--printf='.length).replaceAll('\\n', '\n').replaceAll('\\t', '\t');
    else if (arg === '-L') follows = true;
    else if (/^-./.test(arg)) return result(1, '', `stat: invalid option -- '${arg.slice(1)}'\n`);
    else files.push(arg);
  }
  const names = { users: await namesOf(task, '/etc/passwd'), groups: await namesOf(task, '/etc/group') };
  let out = '';
  let err = '';
  for (const file of files) {
    try {
      const status = task.files.details(absolute(cwd, file), follows);
      out += format === undefined ? wholeText(task, file, status, names) : filled(task, format, file, status, names);
    } catch (error) {
      err += task.isBusybox
        ? `stat: can't stat '${file}': ${reasonOf(error)}\n`
        : `stat: cannot statx '${file}': ${reasonOf(error)}\n`;
    }
  }
  return result(err === '' ? 0 : 1, out, err);
};

const timeText = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, -1).padEnd(18, '0')} +0000`;

const wholeText = (task: Task, file: string, status: FileStatus, { users, groups }: Names): string => {
  const quoted = task.isBusybox ? `'${file}' -> '${status.target}'` : `${file} -> ${status.target}`;
  const name = status.target === undefined ? file : quoted;
  const account = (number: number, names: ReadonlyMap<number, string>): string =>
    `(${String(number).padStart(5)}/${(names.get(number) ?? 'UNKNOWN').padStart(8)})`;
  const device = task.isBusybox ? `${overlayDevice.toString(16)}h/${overlayDevice}d` : `0,${overlayDevice}`;
  const rest = status.device ? `     Device type: ${status.device.major},${status.device.minor}` : '';
  const birth = task.isBusybox ? '' : ' Birth: -\n';
  const when = timeText(status.mtime);
  return (
    `  File: ${name}\n` +
    `  Size: ${String(sizeOf(status)).padEnd(10)}\tBlocks: ${String(blocksOf(status) * 2).padEnd(10)} IO Block: 4096   ${kindText(status)}\n` +
    `Device: ${device}\tInode: ${String(task.files.inodeNumber(status)).padEnd(10)}  Links: ${status.nlink}${rest}\n` +
    `Access: (${octal(status.mode).padStart(4, '0')}/${modeText(status)})  Uid: ${account(status.uid, users)}   Gid: ${account(status.gid, groups)}\n` +
    `Access: ${when}\nModify: ${when}\nChange: ${when}\n${birth}`
  );
};

const octal = (mode: number): string => (mode & 0o7777).toString(8);

const filled = (task: Task, format: string, file: string, status: FileStatus, { users, groups }: Names): string => {
  const seconds = (): string => String(Math.floor(Date.parse(status.mtime) / 1000));
  const cells: Readonly<Record<string, () => string>> = {
    a: () => octal(status.mode),
    A: () => modeText(status),
    b: () => String(blocksOf(status) * 2),
    B: () => '512',
    d: () => String(overlayDevice),
    D: () => overlayDevice.toString(16),
    f: () => (typeBits[status.kind] | status.mode).toString(16),
    F: () => kindText(status),
    g: () => String(status.gid),
    G: () => groups.get(status.gid) ?? 'UNKNOWN',
    h: () => String(status.nlink),
    i: () => String(task.files.inodeNumber(status)),
    n: () => file,
    N: () => (status.target === undefined ? `'${file}'` : `'${file}' -> '${status.target}'`),
    o: () => '4096',
    s: () => String(sizeOf(status)),
    t: () => (status.device?.major ?? 0).toString(16),
    T: () => (status.device?.minor ?? 0).toString(16),
    u: () => String(status.uid),
    U: () => users.get(status.uid) ?? 'UNKNOWN',
    x: () => timeText(status.mtime),
    y: () => timeText(status.mtime),
    z: () => timeText(status.mtime),
    X: seconds,
    Y: seconds,
    Z: seconds,
    '%': () => '%',
  };
  return format.replace(/%(.)/g, (whole, letter: string) =>
    Object.hasOwn(cells, letter) ? (cells[letter]?.() ?? '') : whole,
  );
};

const typeBits: Readonly<Record<FileStatus['kind'], number>> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  fifo: 0o010000,
  socket: 0o140000,
  device: 0o020000,
};
