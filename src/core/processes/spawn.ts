import type { ContainerId, ExecId, Instant, NamespaceId, Pid } from '../kernel/brand.ts';
import type { Entropy } from '../kernel/entropy.ts';
import { known } from '../kernel/impossible.ts';
import type { HostEvent } from '../streams/host/events.ts';
import { type Host, hostInit, hostNamespace, type Process, type Thread } from '../streams/host/host.ts';
import { profiles } from '../streams/host/profile.ts';
import { born, burn, tellThread } from './birth.ts';
import { engineProcess } from './engine.ts';
import { burntByExec, drawFrom, firstNumberOfMain } from './numbers.ts';
import { type Behaviour, behaviourOf } from './programs.ts';
import { begin, type Telling, tell } from './story.ts';

/** Whose pid namespace main lives in: an own one, the host's, or that of another container's main. */
export type PidMode = 'own' | 'host' | { readonly of: Pid };

export type ContainerRun = {
  readonly container: ContainerId;
  /** Entrypoint and command put together. */
  readonly argv: readonly string[];
  readonly user?: string;
  readonly pidMode: PidMode;
  /** `--init`: main is docker-init and the command its child. */
  readonly init: boolean;
};

export type Spawn = { readonly host: Host; readonly events: readonly HostEvent[]; readonly pid: Pid };

/** What `docker start` leaves behind: a shim, and main. `pid` is main's; the rest of the birth only burns numbers. */
export const spawnContainer = (host: Host, run: ContainerRun, at: Instant, entropy: Entropy): Spawn => {
  const telling = begin(host);
  const shim = tellShim(telling, run.container, at, entropy);
  const pid = tellMain(telling, run, shim, at, entropy);
  return { host: telling.host, events: telling.events, pid };
};

/**
 * The starter that forks the shim is gone at once, and took numbers before it; `runc create` and the stages of
 * `runc init` take numbers between shim and main (measured, docs/facts.md).
 */
const tellShim = (telling: Telling, container: ContainerId, at: Instant, entropy: Entropy): Pid => {
  const { shimCommand, shimParent } = profiles[telling.host.profile];
  const parent = shimParent === 'init' ? hostInit : (engineProcess(telling.host, 'containerd') ?? hostInit);
  burn(telling, 8 + drawFrom(entropy, 'starter', 3));
  return born(telling, at, {
    kind: 'shim',
    parent,
    namespace: hostNamespace,
    behaviour: shimBehaviour,
    argv: [shimCommand, '-namespace', 'moby', '-id', container],
    serves: container,
    burns: 20 + drawFrom(entropy, 'shim', 12),
  });
};

const shimBehaviour: Behaviour = { comm: 'containerd-shim', reaps: true, dispositions: {}, threads: [] };

const tellMain = (telling: Telling, run: ContainerRun, shim: Pid, at: Instant, entropy: Entropy): Pid => {
  const { container, user } = run;
  const argv = run.init ? ['/sbin/docker-init', '--', ...run.argv] : run.argv;
  const namespace = namespaceFor(telling.host, run);
  const owns = run.pidMode === 'own';
  const main = born(telling, at, {
    kind: 'main',
    parent: shim,
    namespace,
    behaviour: behaviourOf(argv),
    argv,
    cgroup: container,
    ...(user !== undefined && { user }),
    burns: 10 + drawFrom(entropy, 'runc', 8),
    nsBurns: owns ? firstNumberOfMain(entropy) - 2 : burntByExec(entropy),
  });
  if (run.init) {
    const behaviour = behaviourOf(run.argv);
    const parent = main;
    const kind = 'ward';
    born(telling, at, {
      kind,
      parent,
      namespace,
      behaviour,
      argv: run.argv,
      cgroup: container,
      ...(user !== undefined && { user }),
    });
  }
  return main;
};

const namespaceFor = (host: Host, { container, pidMode }: ContainerRun): NamespaceId =>
  pidMode === 'own'
    ? (`${container.slice(0, 12)}-${host.next}` as NamespaceId)
    : pidMode === 'host'
      ? hostNamespace
      : known(host.processes.get(pidMode.of), 'main of the joined container').namespace;

export type ExecRun = {
  readonly container: ContainerId;
  readonly exec: ExecId;
  readonly main: Pid;
  readonly argv: readonly string[];
  readonly user?: string;
};

/** `docker exec`: a process beside main, in its namespaces and its cgroup, a child of the shim. */
export const spawnExec = (host: Host, run: ExecRun, at: Instant, entropy: Entropy): Spawn => {
  const telling = begin(host);
  const main = known(host.processes.get(run.main), 'main');
  const user = run.user ?? main.user;
  burn(telling, 10 + drawFrom(entropy, 'runc exec', 6));
  const pid = born(telling, at, {
    kind: 'exec',
    parent: host.shims.get(run.container) ?? hostInit,
    namespace: main.namespace,
    behaviour: behaviourOf(run.argv),
    argv: run.argv,
    cgroup: run.container,
    exec: run.exec,
    ...(user !== undefined && { user }),
    burns: 6,
    nsBurns: burntByExec(entropy),
  });
  return { host: telling.host, events: telling.events, pid };
};

/** `fork`: a copy of the process, a child with the next numbers. */
export const forkProcess = (
  host: Host,
  parent: Pid,
  at: Instant,
  as?: { readonly comm?: string; readonly argv?: readonly string[] },
): Spawn => {
  const telling = begin(host);
  const of = known(host.processes.get(parent), 'process that forks');
  const argv = as?.argv ?? of.argv;
  const pid = born(telling, at, {
    kind: of.cgroup === undefined ? 'service' : 'child',
    parent,
    namespace: of.namespace,
    behaviour: { comm: as?.comm ?? of.comm, reaps: of.reaps, dispositions: of.dispositions, threads: [] },
    argv,
    ...(of.cgroup !== undefined && { cgroup: of.cgroup }),
    ...(of.exec !== undefined && { exec: of.exec }),
    ...(of.user !== undefined && { user: of.user }),
  });
  return { host: telling.host, events: telling.events, pid };
};

/** `execve`: handlers are gone, what was ignored stays ignored, other threads are gone. */
export const executeProgram = (
  host: Host,
  process: Process,
  argv: readonly string[],
  at: Instant,
): Pick<Spawn, 'host' | 'events'> => {
  const telling = begin(host);
  const { comm, reaps, dispositions, threads } = behaviourOf(argv);
  const kept = Object.entries(process.dispositions).filter(([, { action }]) => action === 'ignore');
  const all = { ...Object.fromEntries(kept), ...dispositions };
  tell(telling, {
    stream: 'host',
    id: 'host',
    type: 'ProcessExecuted',
    at,
    pid: process.pid,
    comm,
    argv,
    reaps,
    dispositions: all,
  });
  for (const thread of threads) tellThread(telling, process.pid, thread, at);
  return telling;
};

export const spawnThread = (
  host: Host,
  pid: Pid,
  comm: string,
  at: Instant,
): Pick<Spawn, 'host' | 'events'> & { readonly thread: Thread } => {
  const telling = begin(host);
  const thread = tellThread(telling, pid, comm, at);
  return { host: telling.host, events: telling.events, thread };
};

/** A process of the host, started by its service manager. */
export const spawnService = (
  host: Host,
  { argv, comm, user }: { readonly argv: readonly string[]; readonly comm?: string; readonly user?: string },
  at: Instant,
): Spawn => {
  const telling = begin(host);
  const behaviour = behaviourOf(argv);
  const pid = born(telling, at, {
    kind: 'service',
    parent: hostInit,
    namespace: hostNamespace,
    behaviour: comm === undefined ? behaviour : { ...behaviour, comm },
    argv,
    ...(user !== undefined && { user }),
  });
  return { host: telling.host, events: telling.events, pid };
};
