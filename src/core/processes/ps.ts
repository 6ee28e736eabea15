import type { ContainerId } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import type { Host, Process, Thread } from '../streams/host/host.ts';
import { defaultFormat, type Format, parsePs } from './ps-format.ts';

/** What `docker top` answers: ps's header and its rows, as the host's ps prints them. */
export type Top = { readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] };

export const isTop = (it: Top | Rejection): it is Top => 'titles' in it;

/** Clock time of the container's start, `hh:mm`; the model keeps no start time of each process. */
export type Started = string;

/**
 * The processes of a container's cgroup, hence without zombies, in host numbers. Docker asks the host's ps and picks the
 * rows by their PID column.
 */
export const topOf = (host: Host, container: ContainerId, psArgs: string, started: Started): Top | Rejection => {
  const renamed = renamedPid(psArgs);
  if (renamed !== undefined) return psRefused(`specifying "${renamed}" is not allowed`);
  const format = parsePs(psArgs === '' ? defaultFormat : psArgs);
  if (typeof format === 'string') return psRefused(format);
  if (!format.columns.some(({ title }) => title === 'PID')) return psRefused("Couldn't find PID field in ps output");
  const processes = format.only === undefined ? membersOf(host, container) : [];
  const titles = format.columns.map(({ title }) => title);
  return { titles, rows: processes.flatMap((process) => rowsOf(host, process, format, started)) };
};

const membersOf = (host: Host, container: ContainerId): readonly Process[] =>
  [...(host.cgroups.get(container)?.members.keys() ?? [])]
    .sort((a, b) => a - b)
    .flatMap((pid) => host.processes.get(pid) ?? []);

const rowsOf = (host: Host, process: Process, format: Format, started: Started): readonly (readonly string[])[] => {
  const first: Thread = { tid: process.pid, nsTid: process.nsPid, comm: process.comm };
  const threads = format.threads ? [first, ...process.threads] : [first];
  return threads.map((thread) => format.columns.map(({ value }) => value({ host, process, thread, started })));
};

/** The engine looks for another column that is called PID (validatePSArgs in moby's daemon/top_unix.go). */
const renamedPid = (psArgs: string): string | undefined => {
  for (const [, field = '', title = ''] of psArgs.matchAll(/\s+(\S*)=\s*(PID\S*)/g))
    if (field !== 'pid') return `${field}=${title}`;
  return undefined;
};

const psRefused = (message: string): Rejection => ({ code: 'PsFailed', status: 500, message });
