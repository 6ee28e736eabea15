import type { Instant, Pid } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { type Ending, type Host, hostInit, hostNamespace, type Process } from '../streams/host/host.ts';
import { CHLD, KILL } from '../streams/host/signals.ts';
import { afterEnd, afterWait } from './consequences.ts';
import { begin, type Story, type Telling, tell } from './story.ts';

export const killed: Ending = { signal: KILL };

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
  const endsAll = isNamespaceInit(telling.host, process);
  if (endsAll) emptyNamespace(telling, process, at);
  tell(telling, { stream: 'host', id: 'host', type: 'ProcessExited', at, pid, ending });
  if (!endsAll) giveAwayChildren(telling, process, at);
  if (isWaitedFor(telling.host, process)) reap(telling, pid, at);
  afterEnd(telling, process, at);
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
  const fallen = others.map((number) => known(namespace.members.get(number), 'member'));
  for (const pid of fallen)
    if (isAlive(telling.host, pid))
      tell(telling, { stream: 'host', id: 'host', type: 'ProcessExited', at, pid, ending: killed });
  for (const pid of fallen) {
    const process = telling.host.processes.get(pid);
    // An exec in a joined namespace goes with its shim, which goes with the main that joined.
    if (!process) continue;
    if (isChildOfOutside(telling.host, process)) {
      if (isWaitedFor(telling.host, process)) reap(telling, pid, at);
    } else tell(telling, { stream: 'host', id: 'host', type: 'ProcessReaped', at, pid });
  }
};

const isAlive = (host: Host, pid: Pid): boolean => host.processes.get(pid)?.state !== 'zombie';

/** A parent that is gone was a member itself, and went just before. */
const isChildOfOutside = (host: Host, { parent, namespace }: Process): boolean => {
  const above = parent === 0 ? undefined : host.processes.get(parent);
  return above !== undefined && above.namespace !== namespace;
};

/** Orphans go to the nearest subreaper above in the same namespace, else to its pid 1; zombies among them too. */
const giveAwayChildren = (telling: Telling, process: Process, at: Instant): void => {
  for (const child of [...process.children.keys()].sort((a, b) => a - b)) {
    const orphan = telling.host.processes.get(child);
    if (!orphan) continue;
    const parent = newParentOf(telling.host, process);
    tell(telling, { stream: 'host', id: 'host', type: 'ProcessReparented', at, pid: child, parent });
    if (orphan.state === 'zombie' && isWaitedFor(telling.host, { parent })) reap(telling, child, at);
  }
};

const newParentOf = (host: Host, dead: Process): Pid => {
  let above = dead.parent === 0 ? undefined : host.processes.get(dead.parent);
  // The search does not cross the border of the dead one's namespace (kernel/exit.c, find_new_reaper).
  while (above && above.namespace === dead.namespace) {
    if (above.state !== 'zombie' && above.subreaper) return above.pid;
    above = above.parent === 0 ? undefined : host.processes.get(above.parent);
  }
  return host.namespaces.get(dead.namespace)?.init ?? hostInit;
};

/**
 * Whether a zombie is taken away at once: by a parent that waits, a stopped or frozen one when it goes on (measured,
 * docs/facts.md), or by the kernel where the parent ignores CHLD.
 */
const isWaitedFor = (host: Host, { parent }: Pick<Process, 'parent'>): boolean => {
  const it = parent === 0 ? undefined : host.processes.get(parent);
  if (!it) return false;
  return it.dispositions[CHLD]?.action === 'ignore' || (it.reaps && it.state === 'sleeping' && !isFrozen(host, it));
};

const isFrozen = (host: Host, { cgroup }: Process): boolean =>
  cgroup !== undefined && host.cgroups.get(cgroup)?.frozen === true;

/** The parent waits for a zombie: the number is gone, and the parent knows. */
const reap = (telling: Telling, pid: Pid, at: Instant): void => {
  const zombie = known(telling.host.processes.get(pid), 'zombie');
  tell(telling, { stream: 'host', id: 'host', type: 'ProcessReaped', at, pid });
  afterWait(telling, zombie, at);
};

/** `wait` until nothing is left to wait for. */
export const tellWait = (telling: Telling, pid: Pid, at: Instant): void => {
  const parent = telling.host.processes.get(pid);
  for (const child of [...(parent?.children.keys() ?? [])].sort((a, b) => a - b))
    if (telling.host.processes.get(child)?.state === 'zombie') reap(telling, child, at);
};

/** `wait` of a process that does not reap by itself. */
export const waitChildren = (host: Host, pid: Pid, at: Instant): Story => {
  const telling = begin(host);
  tellWait(telling, pid, at);
  return telling;
};
