import type { ContainerId } from '../core/kernel/brand.ts';
import { letter } from '../core/processes/ps-format.ts';
import { hostNamespace, type Process, type ProcessKind } from '../core/streams/host/host.ts';
import type { World } from '../core/world.ts';

export type ThreadRow = { readonly tid: number; readonly nsTid: number; readonly comm: string };

/** One process as the host's `/proc` shows it. */
export type HostRow = {
  readonly pid: number;
  readonly ppid: number;
  readonly comm: string;
  readonly args: readonly string[];
  readonly state: 'S' | 'T' | 'D' | 'Z';
  /** `NSpid`: the host's number, then the number in an inner pid namespace. */
  readonly nsPid: readonly number[];
  readonly threads: readonly ThreadRow[];
  readonly kind: ProcessKind;
  readonly container?: ContainerId;
};

/** Every process of the host, by number. */
export const hostTree = ({ host }: World): readonly HostRow[] =>
  [...host.processes.values()]
    .sort((a, b) => a.pid - b.pid)
    .map((process) => ({
      pid: process.pid,
      ppid: process.parent,
      comm: process.comm,
      args: process.argv,
      state: letter(host, process),
      nsPid: process.namespace === hostNamespace ? [process.pid] : [process.pid, process.nsPid],
      threads: process.threads,
      kind: process.kind,
      ...(containerOf(process) !== undefined && { container: containerOf(process) as ContainerId }),
    }));

const containerOf = ({ cgroup, serves }: Process): ContainerId | undefined => cgroup ?? serves;

/** One process as the container's own `/proc` shows it. */
export type OwnRow = {
  readonly pid: number;
  /** 0 when the parent lives outside: main's and every exec's. */
  readonly ppid: number;
  readonly comm: string;
  readonly args: readonly string[];
  readonly state: 'S' | 'T' | 'D' | 'Z';
  readonly threads: readonly { readonly tid: number; readonly comm: string }[];
};

/** Exactly main's pid namespace, in its own numbers (law P2); nothing while the container has no process. */
export const containerView = (world: World, id: ContainerId): readonly OwnRow[] => {
  const state = world.containers.get(id)?.state;
  const main = state && 'pid' in state ? world.host.processes.get(state.pid) : undefined;
  if (!main) return [];
  return seenFrom(world, main)
    .map((process) => ownRow(world, main, process))
    .sort((a, b) => a.pid - b.pid);
};

/** The host's namespace shows the processes of all others too. */
const seenFrom = ({ host }: World, { namespace }: Process): readonly Process[] =>
  namespace === hostNamespace
    ? [...host.processes.values()]
    : [...(host.namespaces.get(namespace)?.members.values() ?? [])].flatMap((pid) => host.processes.get(pid) ?? []);

const ownRow = ({ host }: World, main: Process, process: Process): OwnRow => {
  const parent = process.parent === 0 ? undefined : host.processes.get(process.parent);
  const isHost = main.namespace === hostNamespace;
  const numberOf = (it: Process): number => (isHost ? it.pid : it.nsPid);
  return {
    pid: numberOf(process),
    ppid: parent && (isHost || parent.namespace === main.namespace) ? numberOf(parent) : 0,
    comm: process.comm,
    args: process.argv,
    state: letter(host, process),
    threads: process.threads.map(({ tid, nsTid, comm }) => ({ tid: isHost ? tid : nsTid, comm })),
  };
};
