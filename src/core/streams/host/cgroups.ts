import type { ContainerId, Pid } from '../../kernel/brand.ts';
import { PersistentMap } from '../../kernel/persistent-map.ts';
import type { Host } from './host.ts';

/** A process is born in a cgroup, or the cgroup with it. */
export const entered = (all: Host['cgroups'], container: ContainerId, pid: Pid): Host['cgroups'] =>
  all.rewrite(container, (it) => ({
    frozen: it?.frozen ?? false,
    members: (it?.members ?? PersistentMap.empty<Pid, true>()).set(pid, true),
    pids: (it?.pids ?? 0) + 1,
  }));

/** A zombie has left `cgroup.procs`, and is still counted until somebody waits for it. */
export const left = (all: Host['cgroups'], container: ContainerId, pid: Pid, threads: number): Host['cgroups'] =>
  all.rewrite(container, (it) => it && { ...it, members: it.members.delete(pid), pids: it.pids - threads });

/** A cgroup ends with the last number in it. */
export const counted = (all: Host['cgroups'], container: ContainerId, more: number): Host['cgroups'] =>
  all.rewrite(container, (it) => (it && it.pids + more > 0 ? { ...it, pids: it.pids + more } : undefined));

/**
 * What a shim does last is to remove its container's cgroup. That succeeds when only zombies are left of it: their
 * adoptive parent in a joined namespace may be stopped, and they stay, in no cgroup any more (measured, docs/facts.md).
 */
export const withoutShim = (host: Host, container: ContainerId): Host => {
  const without = { ...host, shims: host.shims.delete(container) };
  if (host.cgroups.get(container)?.members.size !== 0) return without;
  const zombies = [...host.processes.values()].filter(({ cgroup }) => cgroup === container);
  // Until main is waited for, its end has not been heard of.
  if (zombies.some(({ kind }) => kind === 'main')) return without;
  return {
    ...without,
    cgroups: host.cgroups.delete(container),
    processes: host.processes.setAll(zombies.map((zombie) => [zombie.pid, { ...zombie, cgroup: undefined }])),
  };
};

/** The freezer's state of a cgroup. */
export const frozen = (host: Host, container: ContainerId, frozen: boolean): Host => {
  const cgroup = host.cgroups.get(container);
  if (!cgroup) return host;
  const { members, pids } = cgroup;
  const cgroups = host.cgroups.set(container, { frozen, members, pids });
  // A table that changes in place is the same one.
  return cgroups === host.cgroups ? host : { ...host, cgroups };
};
