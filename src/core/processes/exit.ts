import type { Instant, Pid } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { later } from '../kernel/instant.ts';
import { type Ending, type Host, hostInit, hostNamespace, type Process } from '../streams/host/host.ts';
import { profiles } from '../streams/host/profile.ts';
import { exitCodeOf } from './ending.ts';
import { KILL } from './signals.ts';
import { born, engineProcess } from './spawn.ts';
import { begin, type Story, type Telling, tell } from './story.ts';

const killed: Ending = { signal: KILL };

/** A process ends, with all that the kernel, its parent, its shim and containerd make of that. */
export const exitProcess = (host: Host, pid: Pid, ending: Ending, at: Instant): Story => {
  const telling = begin(host);
  tellExit(telling, pid, ending, at);
  return telling;
};

/** Ends a process if it lives. */
export const tellExit = (telling: Telling, pid: Pid, ending: Ending, at: Instant): void => {
  const process = telling.host.processes.get(pid);
  if (!process || process.state === 'zombie') return;
  if (isNamespaceInit(telling.host, process)) emptyNamespace(telling, process, at);
  tell(telling, { type: 'ProcessExited', at, pid, ending });
  if (!isNamespaceInit(telling.host, process)) giveAwayChildren(telling, process, at);
  report(telling, process, ending, at);
  afterwards(telling, process, ending, at);
};

/** Pid 1 of a namespace of its own; the host's pid 1 does not end. */
export const isNamespaceInit = (host: Host, { pid, namespace }: Process): boolean =>
  namespace !== hostNamespace && host.namespaces.get(namespace)?.init === pid;

/**
 * When a namespace's pid 1 ends, the kernel kills every other process in it and waits for them: execs and the mains of
 * containers that joined are reported before it (law P4).
 */
const emptyNamespace = (telling: Telling, init: Process, at: Instant): void => {
  const namespace = known(telling.host.namespaces.get(init.namespace), 'namespace');
  const others = [...namespace.members.keys()].sort((a, b) => a - b).filter((number) => number !== init.nsPid);
  const fallen: Process[] = [];
  for (const number of others) {
    const process = telling.host.processes.get(known(namespace.members.get(number), 'member'));
    if (!process) continue;
    fallen.push(process);
    if (process.state !== 'zombie') tell(telling, { type: 'ProcessExited', at, pid: process.pid, ending: killed });
  }
  for (const process of fallen) {
    if (process.state !== 'zombie') hear(telling, process, killed, at, false);
    if (isWaitedForOutside(telling.host, process)) waitFor(telling, process.pid, at);
    else tell(telling, { type: 'ProcessReaped', at, pid: process.pid });
  }
  for (const process of fallen) afterwards(telling, process, killed, at);
};

const isWaitedForOutside = (host: Host, { parent, namespace }: Process): boolean =>
  parent !== 0 && host.processes.get(parent)?.namespace !== namespace;

/** Orphans go to the nearest subreaper above in the same namespace, else to its pid 1; zombies among them too. */
const giveAwayChildren = (telling: Telling, process: Process, at: Instant): void => {
  if (process.children.size === 0) return;
  for (const child of [...process.children.keys()].sort((a, b) => a - b)) {
    const orphan = telling.host.processes.get(child);
    if (!orphan) continue;
    tell(telling, { type: 'ProcessReparented', at, pid: child, parent: newParentOf(telling.host, process, orphan) });
    if (orphan.state === 'zombie') waitFor(telling, child, at);
  }
};

const newParentOf = (host: Host, dead: Process, { namespace }: Process): Pid => {
  let above = dead.parent === 0 ? undefined : host.processes.get(dead.parent);
  // The search does not cross the border of the dead one's namespace (kernel/exit.c, find_new_reaper).
  while (above && above.namespace === dead.namespace) {
    if (above.state !== 'zombie' && above.subreaper) return above.pid;
    above = above.parent === 0 ? undefined : host.processes.get(above.parent);
  }
  return host.namespaces.get(dead.namespace)?.init ?? host.namespaces.get(namespace)?.init ?? hostInit;
};

/** The parent is told; one that waits takes the zombie away. */
const report = (telling: Telling, process: Process, ending: Ending, at: Instant): void => {
  hear(telling, process, ending, at, false);
  waitFor(telling, process.pid, at);
};

/** The number is gone if the parent waits for its children; a stopped one does so later. */
const waitFor = (telling: Telling, pid: Pid, at: Instant): void => {
  const parent = telling.host.processes.get(known(telling.host.processes.get(pid), 'zombie').parent as Pid);
  if (parent?.reaps && parent.state === 'sleeping') tell(telling, { type: 'ProcessReaped', at, pid });
};

/** `wait` until nothing is left to wait for. */
export const tellWait = (telling: Telling, pid: Pid, at: Instant): void => {
  const parent = telling.host.processes.get(pid);
  for (const child of [...(parent?.children.keys() ?? [])].sort((a, b) => a - b))
    if (telling.host.processes.get(child)?.state === 'zombie') tell(telling, { type: 'ProcessReaped', at, pid: child });
};

/** The container hears of the end of its main and of its execs. */
const hear = (telling: Telling, process: Process, ending: Ending, at: Instant, shimLost: boolean): void => {
  const { kind, pid, cgroup: container, exec } = process;
  if (container === undefined) return;
  const lost = shimLost || !telling.host.shims.has(container);
  if (kind === 'main') telling.ended.push({ kind, pid, container, ending, at, shimLost: lost });
  if (kind === 'exec' && exec !== undefined) {
    const forgotten = telling.ended.some((it) => it.kind === 'main' && it.container === container);
    telling.ended.push({ kind, pid, container, exec, ending, at, forgotten, shimLost: lost });
  }
};

/** What others make of an end. */
const afterwards = (telling: Telling, process: Process, ending: Ending, at: Instant): void => {
  switch (process.kind) {
    case 'main':
      clearCgroup(telling, process, at);
      break;
    case 'ward':
      endWithWard(telling, process, ending, at);
      break;
    case 'shim':
      cleanUpAfterShim(telling, process, at);
      break;
    case 'dockerd':
      endWithDockerd(telling, at);
      break;
    case 'containerd':
      replaceContainerd(telling, at);
      break;
    default:
  }
};

/** docker-init ends when its command has ended, with the same code; a signal becomes 128+n, an ordinary exit. */
const endWithWard = (telling: Telling, ward: Process, ending: Ending, at: Instant): void => {
  if (ward.parent !== 0) tellExit(telling, ward.parent, { code: exitCodeOf(ending) }, at);
};

/** In a joined namespace the shim kills what main has left in the cgroup. Then it goes itself, if the engine is up. */
const clearCgroup = (telling: Telling, { cgroup }: Process, at: Instant): void => {
  if (cgroup === undefined) return;
  killCgroup(telling, cgroup, at);
  const shim = telling.host.shims.get(cgroup);
  if (shim !== undefined && telling.host.daemon === 'running' && telling.host.processes.get(shim)?.state === 'sleeping')
    tellExit(telling, shim, { code: 0 }, at);
};

const killCgroup = (telling: Telling, container: NonNullable<Process['cgroup']>, at: Instant): void => {
  for (const pid of [...(telling.host.cgroups.get(container)?.members.keys() ?? [])].sort((a, b) => a - b))
    tellExit(telling, pid, killed, at);
};

/** How long containerd takes to notice that a shim is dead; 0.1 to 2 s were measured. */
const shimNoticedAfter = 1000;

/** Main outlives its shim as a child of the host's pid 1, until containerd's clean-up kills all of the cgroup. */
const cleanUpAfterShim = (telling: Telling, { serves }: Process, at: Instant): void => {
  if (serves === undefined || telling.host.daemon !== 'running') return;
  const cgroup = telling.host.cgroups.get(serves);
  if (!cgroup || cgroup.members.size === 0) return;
  const noticed = later(at, shimNoticedAfter);
  if (cgroup.frozen) tell(telling, { type: 'CgroupThawed', at: noticed, container: serves });
  killCgroup(telling, serves, noticed);
};

/** A containerd that dockerd started dies with it (parent-death signal); shims and mains live on. */
const endWithDockerd = (telling: Telling, at: Instant): void => {
  if (telling.host.daemon === 'running') tell(telling, { type: 'DaemonCrashed', at });
  if (profiles[telling.host.profile].containerdParent === 'init') return;
  for (const pid of telling.host.processes.get(hostInit)?.children.keys() ?? [])
    if (telling.host.processes.get(pid)?.kind === 'containerd') tellExit(telling, pid, killed, at);
};

/** Somebody starts a new containerd: dockerd its own, about ten seconds later; else the host's service manager. */
const replaceContainerd = (telling: Telling, at: Instant): void => {
  if (telling.host.daemon !== 'running') return;
  const parent =
    profiles[telling.host.profile].containerdParent === 'init' ? hostInit : engineProcess(telling.host, 'dockerd');
  if (parent !== undefined) spawnContainerd(telling, parent, later(at, 10_000));
};

export const spawnContainerd = (telling: Telling, parent: Pid, at: Instant): Pid =>
  born(telling, at, {
    kind: 'containerd',
    parent,
    namespace: hostNamespace,
    behaviour: { comm: 'containerd', reaps: true, dispositions: {}, threads: [] },
    argv: ['containerd'],
    burns: 12,
  });
