import type { ContainerId, Pid } from '../core/kernel/brand.ts';
import type { Process } from '../core/streams/host/host.ts';
import { type Call, type Result, result } from './call.ts';
import { absolute } from './paths.ts';
import type { Task } from './task.ts';

/** What each running redis-server holds, by its process; and whether the file has it all. */
const datasets = new Map<Pid, { readonly keys: Map<string, string>; isSaved: boolean }>();

const header = 'REDIS0011\n';

/** A few commands of redis-cli: enough to see data written, saved, lost and kept. */
export const redisCli = async (task: Task, { args }: Call): Promise<Result> => {
  const words = args.filter(
    (arg, at) => !/^-[hpn]$/.test(arg) && !/^-[hpn]$/.test(args[at - 1] ?? '') && arg !== '--raw',
  );
  const server = serverOf(task);
  if (!server) return result(1, '', 'Could not connect to Redis at 127.0.0.1:6379: Connection refused\n');
  const data = datasetOf(task, server);
  const [name = 'ping', key = '', value = ''] = words;
  switch (name.toLowerCase()) {
    case 'ping':
      return result(0, 'PONG\n');
    case 'set':
      data.keys.set(key, value);
      data.isSaved = false;
      return result(0, 'OK\n');
    case 'get':
      return result(0, `${data.keys.get(key) ?? ''}\n`);
    case 'del': {
      const count = data.keys.delete(key) ? 1 : 0;
      if (count > 0) data.isSaved = false;
      return result(0, `${count}\n`);
    }
    case 'dbsize':
      return result(0, `${data.keys.size}\n`);
    case 'save':
      save(task, server.pid, server);
      return result(0, 'OK\n');
    case 'bgsave': {
      const forked = task.machine.act({ issuer: 'process', type: 'ForkProcess', pid: server.pid });
      if (!forked.accepted) return result(0, "ERR Can't save in background: fork\n");
      const { pid } = forked.answer as { readonly pid: Pid };
      save(task, pid, server);
      task.machine.act({ issuer: 'process', type: 'ExitProcess', pid, code: 0 });
      task.machine.act({ issuer: 'process', type: 'WaitChildren', pid: server.pid });
      return result(0, 'Background saving started\n');
    }
    case 'shutdown':
      if (key.toLowerCase() !== 'nosave') save(task, server.pid, server);
      task.machine.act({ issuer: 'process', type: 'ExitProcess', pid: server.pid, code: 0 });
      return result(0);
    default:
      return result(0, `ERR unknown command '${name}'\n`);
  }
};

/** redis-server by itself: a stop makes it save what has changed, as its default configuration says. */
export const redisServer = async (task: Task): Promise<Result> => {
  const server = task.machine.world.host.processes.get(task.acting);
  if (server) {
    task.machine.prepare(server.pid, (command) => {
      if (command.type !== 'StopContainer' && command.type !== 'RestartContainer') return;
      if (!isMeant(task, command.container) || !datasets.has(server.pid)) return;
      const data = datasetOf(task, server);
      if (!data.isSaved) save(task, server.pid, server);
    });
  }
  await task.machine.scheduler.waitUntil(task.acting, Number.POSITIVE_INFINITY);
  return result(0);
};

const isMeant = (task: Task, reference: string): boolean => {
  const { id, name } = task.around.container;
  return reference === name || reference === `/${name}` || id.startsWith(reference);
};

const serverOf = (task: Task): Process | undefined => {
  const { host } = task.machine.world;
  const id: ContainerId = task.around.container.id;
  const pids = [...(host.cgroups.get(id)?.members.keys() ?? [])].sort((a, b) => a - b);
  return pids.flatMap((pid) => host.processes.get(pid) ?? []).find(({ comm }) => comm === 'redis-server');
};

const fileOf = (task: Task): string => absolute(task.around.container.config.WorkingDir || '/', 'dump.rdb');

const datasetOf = (task: Task, { pid }: Process): { readonly keys: Map<string, string>; isSaved: boolean } => {
  const known = datasets.get(pid);
  if (known) return known;
  const loaded = { keys: load(task), isSaved: true };
  datasets.set(pid, loaded);
  return loaded;
};

const load = (task: Task): Map<string, string> => {
  try {
    const text = new TextDecoder().decode(task.files.bytes(fileOf(task)));
    return new Map(Object.entries(JSON.parse(text.slice(header.length)) as Record<string, string>));
  } catch {
    return new Map();
  }
};

const save = (task: Task, pid: Pid, server: Process): void => {
  const data = datasetOf(task, server);
  const path = fileOf(task);
  const temporary = `${path.slice(0, path.lastIndexOf('/'))}/temp-${server.nsPid}.rdb`;
  const text = `${header}${JSON.stringify(Object.fromEntries([...data.keys].sort()))}\n`;
  task.machine.act({ issuer: 'process', type: 'WriteFile', pid, path: temporary, data: text });
  task.machine.act({ issuer: 'process', type: 'RenameFile', pid, path: temporary, to: path });
  data.isSaved = true;
};
