import type { Pid } from '../core/kernel/brand.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';
import { containerView } from '../views/processes.ts';

const utf8 = new TextEncoder();

/** Files that the engine or the kernel puts into a container: no layer holds them. */
export const outsideFile = (world: World, container: Container, pid: Pid, path: string): Uint8Array | undefined => {
  const text = textOf(world, container, pid, path);
  return text === undefined ? undefined : utf8.encode(text);
};

const textOf = (world: World, container: Container, pid: Pid, path: string): string | undefined => {
  const hostname = container.config.Hostname ?? container.id.slice(0, 12);
  switch (path) {
    case '/dev/null':
    case '/dev/stdin':
      return '';
    case '/etc/hostname':
      return `${hostname}\n`;
    case '/etc/hosts':
      return `127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n127.0.1.1\t${hostname}\n`;
    case '/etc/resolv.conf':
      return 'nameserver 127.0.0.11\noptions ndots:0\n';
    default:
      return processFile(world, container, pid, path);
  }
};

/** `/proc/<n>/…` of what the container's pid namespace shows. */
const processFile = (world: World, container: Container, pid: Pid, path: string): string | undefined => {
  const [, who, file] = /^\/proc\/(\d+|self)\/(comm|cmdline|status|stat)$/.exec(path) ?? [];
  if (who === undefined) return undefined;
  const number = who === 'self' ? world.host.processes.get(pid)?.nsPid : Number(who);
  const row = containerView(world, container.id).find((it) => it.pid === number);
  if (!row) return undefined;
  if (file === 'comm') return `${row.comm}\n`;
  if (file === 'cmdline') return row.args.map((arg) => `${arg}\0`).join('');
  if (file === 'stat') return `${row.pid} (${row.comm}) ${row.state} ${row.ppid} ${row.pid} ${row.pid} 0 -1 0\n`;
  const states = { S: 'S (sleeping)', T: 'T (stopped)', D: 'D (disk sleep)', Z: 'Z (zombie)' };
  return `Name:\t${row.comm}\nState:\t${states[row.state]}\nTgid:\t${row.pid}\nPid:\t${row.pid}\nPPid:\t${row.ppid}\nThreads:\t${row.threads.length + 1}\nNSpid:\t${row.pid}\n`;
};
