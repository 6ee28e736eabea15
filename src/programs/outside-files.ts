import type { Instant, Pid } from '../core/kernel/brand.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';
import { hostsFile, resolvConf } from '../views/prepared-files.ts';
import { containerView } from '../views/processes.ts';
import type { FileStatus } from './file-status.ts';
import { mountTable } from './mount-table.ts';

/** Who looks at a file outside every layer, and when. */
export type Onlooker = {
  readonly world: World;
  readonly container: Container;
  readonly pid: Pid;
  readonly now: Instant;
};

const utf8 = new TextEncoder();

/** Files that the engine or the kernel puts into a container: no layer holds them. */
export const outsideFile = (looker: Onlooker, path: string): Uint8Array | undefined => {
  const text = textOf(looker, path);
  return text === undefined ? undefined : utf8.encode(text);
};

const textOf = (looker: Onlooker, path: string): string | undefined => {
  const { container } = looker;
  const hostname = container.config.Hostname ?? container.id.slice(0, 12);
  switch (path) {
    case '/dev/null':
    case '/dev/stdin':
      return '';
    case '/etc/hostname':
      return `${hostname}\n`;
    case '/etc/hosts':
      return hostsFile(container);
    case '/etc/resolv.conf':
      return resolvConf(container);
    case '/proc/mounts':
    case '/proc/self/mounts':
      return mountTable(looker.world, container)
        .map(({ device, target, type, options }) => `${device} ${target} ${type} ${options} 0 0\n`)
        .join('');
    default:
      return processFile(looker, path);
  }
};

const ofProcess = ['cmdline', 'comm', 'stat', 'status'] as const;
const states = { S: 'S (sleeping)', T: 'T (stopped)', D: 'D (disk sleep)', Z: 'Z (zombie)' };

/** `/proc/<n>/…` of what the container's pid namespace shows. */
const processFile = ({ world, container, pid }: Onlooker, path: string): string | undefined => {
  const [, who, file] = /^\/proc\/(\d+|self)\/(comm|cmdline|status|stat)$/.exec(path) ?? [];
  if (who === undefined) return undefined;
  const number = who === 'self' ? world.host.processes.get(pid)?.nsPid : Number(who);
  const row = containerView(world, container.id).find((it) => it.pid === number);
  if (!row) return undefined;
  if (file === 'comm') return `${row.comm}\n`;
  if (file === 'cmdline') return row.args.map((arg) => `${arg}\0`).join('');
  if (file === 'stat') return `${row.pid} (${row.comm}) ${row.state} ${row.ppid} ${row.pid} ${row.pid} 0 -1 0\n`;
  return `Name:\t${row.comm}\nState:\t${states[row.state]}\nTgid:\t${row.pid}\nPid:\t${row.pid}\nPPid:\t${row.ppid}\nThreads:\t${row.threads.length + 1}\nNSpid:\t${row.pid}\n`;
};

/** Major and minor numbers of the nodes that the runtime makes. */
const nodes: Readonly<Record<string, readonly [number, number]>> = {
  full: [1, 7],
  null: [1, 3],
  random: [1, 8],
  tty: [5, 0],
  urandom: [1, 9],
  zero: [1, 5],
};

const links: Readonly<Record<string, string>> = {
  fd: '/proc/self/fd',
  ptmx: 'pts/ptmx',
  stderr: '/proc/self/fd/2',
  stdin: '/proc/self/fd/0',
  stdout: '/proc/self/fd/1',
};

const deviceDirectories = ['mqueue', 'pts', 'shm'];

/** The names in a directory outside the layers, as far as the model knows them; absent where there is no directory. */
export const outsideNames = ({ world, container, pid }: Onlooker, path: string): readonly string[] | undefined => {
  const numbers = (): readonly string[] => containerView(world, container.id).map((row) => String(row.pid));
  if (path === '/proc') return [...numbers(), 'mounts', 'self'];
  if (path === '/dev') return [...Object.keys(nodes), ...Object.keys(links), ...deviceDirectories];
  if (path === '/sys' || deviceDirectories.some((name) => path === `/dev/${name}`)) return [];
  const [, who] = /^\/proc\/(\d+|self)$/.exec(path) ?? [];
  if (who === undefined) return undefined;
  const own = String(world.host.processes.get(pid)?.nsPid);
  return numbers().includes(who === 'self' ? own : who) ? ofProcess : undefined;
};

/** What stat tells of them. */
export const outsideStatus = (looker: Onlooker, path: string): FileStatus | undefined => {
  const base = { uid: 0, gid: 0, nlink: 1, size: 0, mtime: looker.now, id: `outside:${path}` } as const;
  const name = path.startsWith('/dev/') ? path.slice('/dev/'.length) : '';
  const [major, minor] = (Object.hasOwn(nodes, name) ? nodes[name] : undefined) ?? [];
  if (major !== undefined && minor !== undefined)
    return { ...base, kind: 'device', mode: 0o666, device: { type: 'char', major, minor } };
  const target = Object.hasOwn(links, name) ? links[name] : path === '/proc/self' ? ownNumber(looker) : undefined;
  if (target !== undefined) return { ...base, kind: 'symlink', mode: 0o777, size: target.length, target };
  if (outsideNames(looker, path)) return { ...base, kind: 'directory', mode: path.startsWith('/dev') ? 0o755 : 0o555 };
  const bytes = outsideFile(looker, path);
  if (!bytes) return undefined;
  return path.startsWith('/proc/')
    ? { ...base, kind: 'file', mode: 0o444 }
    : { ...base, kind: 'file', mode: 0o644, size: bytes.length };
};

const ownNumber = ({ world, pid }: Onlooker): string => String(world.host.processes.get(pid)?.nsPid ?? '');
