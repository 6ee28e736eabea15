import type { Instant, NamespaceId, NamespacePid, Pid } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import { PersistentMap } from '../../kernel/persistent-map.ts';
import { counted, entered, frozen, left, withoutShim } from './cgroups.ts';
import type { HostEvent } from './events.ts';
import { type Host, hostInit, hostNamespace, type PidNamespace, type Process } from './host.ts';
import { cancels } from './signals.ts';

/** A host before an engine is installed: nothing but its pid 1. */
export const bareHost: Host = {
  profile: 'docker-20.10',
  daemon: 'stopped',
  liveRestore: false,
  next: 2,
  processes: PersistentMap.of<Pid, Process>([
    [
      hostInit,
      {
        pid: hostInit,
        parent: 0,
        kind: 'init',
        namespace: hostNamespace,
        nsPid: hostInit as number as NamespacePid,
        cgroup: undefined,
        serves: undefined,
        exec: undefined,
        comm: 'systemd',
        argv: ['/sbin/init'],
        user: undefined,
        state: 'sleeping',
        threads: [],
        children: PersistentMap.empty(),
        subreaper: false,
        reaps: true,
        dispositions: {},
        pending: [],
        ending: undefined,
        keeps: undefined,
      },
    ],
  ]),
  threads: PersistentMap.empty(),
  namespaces: PersistentMap.of<NamespaceId, PidNamespace>([
    [
      hostNamespace,
      {
        id: hostNamespace,
        init: hostInit,
        next: 2,
        max: 32768,
        members: PersistentMap.of([[1 as NamespacePid, hostInit]]),
        threads: PersistentMap.empty(),
      },
    ],
  ]),
  cgroups: PersistentMap.empty(),
  shims: PersistentMap.empty(),
};

/** Since Linux 6.14 `pid_max` belongs to the pid namespace, and a new one has this (measured, docs/facts.md). */
const newNamespaceMax = 4194304;

type Spawned = Extract<HostEvent, { readonly type: 'ProcessSpawned' }>;

const cases: Cases<Host, HostEvent> = {
  EngineInstalled: (host, { profile, liveRestore }) => ({ ...host, profile, liveRestore }),
  ProcessSpawned: (host, it) => ({
    ...host,
    next: it.nextPid,
    processes: linkChild(host.processes.set(it.pid, born(it)), it.parent, it.pid),
    namespaces: it.namespace === hostNamespace ? host.namespaces : joined(host.namespaces, it),
    cgroups: it.cgroup === undefined ? host.cgroups : entered(host.cgroups, it.cgroup, it.pid),
    shims: it.serves === undefined ? host.shims : host.shims.set(it.serves, it.pid),
  }),
  ProcessExecuted: (host, { pid, comm, argv, reaps, dispositions }) => {
    const process = host.processes.get(pid);
    if (!process) return host;
    const { threads } = process;
    return {
      // execve ends all other threads.
      ...(threads.length > 0 ? withoutThreads(host, process) : host),
      processes: host.processes.set(pid, { ...process, comm, argv, reaps, dispositions, threads: noThreads }),
      cgroups:
        threads.length > 0 && process.cgroup !== undefined
          ? counted(host.cgroups, process.cgroup, -threads.length)
          : host.cgroups,
    };
  },
  ThreadSpawned: (host, { pid, tid, nsTid, comm }) => {
    const process = host.processes.get(pid);
    if (!process) return host;
    return {
      ...host,
      next: tid + 1,
      threads: host.threads.set(tid, pid),
      processes: host.processes.set(pid, { ...process, threads: [...process.threads, { tid, nsTid, comm }] }),
      namespaces:
        process.namespace === hostNamespace
          ? host.namespaces
          : host.namespaces.rewrite(
              process.namespace,
              (it) => it && { ...it, next: nsTid + 1, threads: it.threads.set(nsTid, pid) },
            ),
      cgroups: process.cgroup === undefined ? host.cgroups : counted(host.cgroups, process.cgroup, 1),
    };
  },
  DispositionSet: (host, { pid, signal, disposition }) =>
    change(host, pid, (it) => {
      const { [signal]: _, ...others } = it.dispositions;
      return { ...it, dispositions: disposition ? { ...others, [signal]: disposition } : others };
    }),
  SubreaperSet: (host, { pid }) => change(host, pid, (it) => ({ ...it, subreaper: true })),
  ReapingSet: (host, { pid, reaps }) => change(host, pid, (it) => ({ ...it, reaps })),
  PidMaxSet: (host, { namespace, max }) => ({
    ...host,
    namespaces: host.namespaces.rewrite(namespace, (it) => it && { ...it, max }),
  }),
  SignalDelivered: (host, { pid, signal }) =>
    change(host, pid, (it) =>
      it.pending.length === 0
        ? it
        : { ...it, pending: it.pending.filter((waiting) => waiting !== signal && !cancels(signal, waiting)) },
    ),
  SignalQueued: (host, { pid, signal }) =>
    change(host, pid, (it) =>
      it.pending.includes(signal)
        ? it
        : { ...it, pending: [...it.pending.filter((waiting) => !cancels(signal, waiting)), signal] },
    ),
  ProcessStopped: (host, { pid }) => change(host, pid, (it) => ({ ...it, state: 'stopped' })),
  ProcessContinued: (host, { pid }) => change(host, pid, (it) => ({ ...it, state: 'sleeping' })),
  ProcessReparented: (host, { pid, parent }) => {
    const process = host.processes.get(pid);
    if (!process) return host;
    const freed = unlinkChild(host.processes, process.parent, pid).set(pid, { ...process, parent });
    return { ...host, processes: linkChild(freed, parent, pid) };
  },
  ProcessExited: (host, { pid, ending }) => {
    const process = host.processes.get(pid);
    if (!process) return host;
    const { threads } = process;
    return {
      ...(threads.length > 0 ? withoutThreads(host, process) : host),
      processes: host.processes.set(pid, {
        ...process,
        state: 'zombie',
        ending,
        threads: noThreads,
        pending: nothingPending,
      }),
      cgroups: process.cgroup === undefined ? host.cgroups : left(host.cgroups, process.cgroup, pid, threads.length),
    };
  },
  ProcessReaped: (host, { pid, at }) => {
    const process = host.processes.get(pid);
    if (!process) return host;
    const reaped = {
      ...host,
      processes: kept(host, unlinkChild(host.processes, process.parent, pid).delete(pid), process, at),
      namespaces: process.namespace === hostNamespace ? host.namespaces : parted(host.namespaces, process),
      cgroups: process.cgroup === undefined ? host.cgroups : counted(host.cgroups, process.cgroup, -1),
    };
    const { serves, cgroup } = process;
    if (serves !== undefined && host.shims.get(serves) === pid) return withoutShim(reaped, serves);
    // Without its shim, containerd's clean-up removes the cgroup.
    return cgroup !== undefined && !host.shims.has(cgroup) ? withoutShim(reaped, cgroup) : reaped;
  },
  CgroupFrozen: (host, { container }) => frozen(host, container, true),
  CgroupThawed: (host, { container }) => frozen(host, container, false),
  DaemonStopped: (host) => ({ ...host, daemon: 'stopped' }),
  DaemonCrashed: (host) => ({ ...host, daemon: 'crashed' }),
  DaemonStarted: (host, { liveRestore }) => ({ ...host, daemon: 'running', liveRestore }),
};

export const evolveHost = evolveBy(cases);

/** A host to fold many events into while nobody looks: its tables change in place until they are made immutable again. */
export const mutableHost = (host: Host): Host => withTables(host, (table) => table.asMutable());
export const immutableHost = (host: Host): Host => withTables(host, (table) => table.asImmutable());

const withTables = (host: Host, change: <K, V>(table: PersistentMap<K, V>) => PersistentMap<K, V>): Host => ({
  ...host,
  processes: change(host.processes),
  threads: change(host.threads),
  namespaces: change(host.namespaces),
  cgroups: change(host.cgroups),
  shims: change(host.shims),
});

const born = (it: Spawned): Process => ({
  pid: it.pid,
  parent: it.parent,
  kind: it.kind,
  namespace: it.namespace,
  nsPid: it.nsPid,
  cgroup: it.cgroup,
  serves: it.serves,
  exec: it.exec,
  comm: it.comm,
  argv: it.argv,
  user: it.user,
  state: 'sleeping',
  threads: noThreads,
  children: PersistentMap.empty(),
  subreaper: it.kind === 'shim',
  reaps: it.reaps,
  dispositions: it.dispositions,
  pending: nothingPending,
  ending: undefined,
  keeps: undefined,
});

const noThreads: Process['threads'] = [];
const nothingPending: Process['pending'] = [];

const change = (host: Host, pid: Pid, by: (process: Process) => Process): Host => {
  const process = host.processes.get(pid);
  const processes = process ? host.processes.set(pid, by(process)) : host.processes;
  return processes === host.processes ? host : { ...host, processes };
};

type Processes = Host['processes'];

const linkChild = (all: Processes, parent: Pid | 0, child: Pid): Processes =>
  parent === 0 ? all : all.rewrite(parent, (it) => it && { ...it, children: it.children.set(child, true) });

const unlinkChild = (all: Processes, parent: Pid | 0, child: Pid): Processes =>
  parent === 0 ? all : all.rewrite(parent, (it) => it && { ...it, children: it.children.delete(child) });

/** A shim keeps the end of its main while no daemon asks for it. */
const kept = ({ daemon }: Host, all: Processes, { pid, kind, parent, ending }: Process, at: Instant): Processes =>
  kind !== 'main' || daemon === 'running' || parent === 0 || !ending
    ? all
    : all.rewrite(parent, (shim) => (shim?.kind === 'shim' ? { ...shim, keeps: { main: pid, ending, at } } : shim));

const joined = (all: Host['namespaces'], it: Spawned): Host['namespaces'] => {
  const namespace = all.get(it.namespace);
  const members = (namespace?.members ?? PersistentMap.empty<NamespacePid, Pid>()).set(it.nsPid, it.pid);
  return all.set(it.namespace, {
    id: it.namespace,
    init: namespace?.init ?? it.pid,
    next: it.nextNsPid,
    max: namespace?.max ?? newNamespaceMax,
    members,
    threads: namespace?.threads ?? PersistentMap.empty<NamespacePid, Pid>(),
  });
};

/** A namespace ends with its last member. */
const parted = (all: Host['namespaces'], { namespace, nsPid }: Process): Host['namespaces'] =>
  all.rewrite(namespace, (it) => {
    if (!it) return it;
    const members = it.members.delete(nsPid);
    return members.size === 0 ? undefined : { ...it, members };
  });

const withoutThreads = (host: Host, { namespace, threads }: Process): Host => ({
  ...host,
  threads: host.threads.setAll(threads.map(({ tid }) => [tid, undefined])),
  namespaces:
    namespace === hostNamespace
      ? host.namespaces
      : host.namespaces.rewrite(
          namespace,
          (it) => it && { ...it, threads: it.threads.setAll(threads.map(({ nsTid }) => [nsTid, undefined])) },
        ),
});
