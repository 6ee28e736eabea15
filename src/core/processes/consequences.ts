import type { ContainerId, Instant, Pid } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import { later } from '../kernel/instant.ts';
import { hostInit, type Process } from '../streams/host/host.ts';
import { profiles } from '../streams/host/profile.ts';
import { exitCodeOf } from './ending.ts';
import { engineProcess, spawnContainerd } from './engine.ts';
import { killed, tellExit } from './exit.ts';
import { type Telling, tell } from './story.ts';

/** What follows once a parent has waited for a process: the engine hears of mains and execs through their shim. */
export const afterWait = (telling: Telling, zombie: Process, at: Instant): void => {
  if (zombie.kind === 'ward') endWithWard(telling, zombie, at);
  if (zombie.kind === 'exec') hearOfExec(telling, zombie, at);
  if (zombie.kind === 'main') {
    hearOfMain(telling, zombie, at);
    clearCgroup(telling, zombie, at);
  }
};

/** What follows from the end itself, whoever waits. */
export const afterEnd = (telling: Telling, process: Process, at: Instant): void => {
  if (process.kind === 'shim') cleanUpAfterShim(telling, process, at);
  if (process.kind === 'dockerd') endWithDockerd(telling, at);
  if (process.kind === 'containerd') replaceContainerd(telling, at);
};

/** docker-init ends when its command has ended, with the same code; a signal becomes 128+n, an ordinary exit. */
const endWithWard = (telling: Telling, { parent, ending }: Process, at: Instant): void => {
  if (parent !== 0) tellExit(telling, parent, { code: exitCodeOf(known(ending, 'ending')) }, at);
};

const hearOfMain = (telling: Telling, { pid, cgroup: container, ending }: Process, at: Instant): void => {
  if (container === undefined) return;
  const shimLost = !telling.host.shims.has(container);
  telling.ended.push({ kind: 'main', pid, container, ending: known(ending, 'ending'), at, shimLost });
};

const hearOfExec = (telling: Telling, { pid, cgroup: container, exec, ending }: Process, at: Instant): void => {
  if (container === undefined) return;
  const shimLost = !telling.host.shims.has(container);
  const forgotten = telling.ended.some((it) => it.kind === 'main' && it.container === container);
  telling.ended.push({
    kind: 'exec',
    pid,
    container,
    exec: known(exec, 'exec'),
    ending: known(ending, 'ending'),
    at,
    forgotten,
    shimLost,
  });
};

/** In a joined namespace the shim kills what main has left in the cgroup. Then it goes itself, if the engine is up. */
const clearCgroup = (telling: Telling, { cgroup }: Process, at: Instant): void => {
  if (cgroup === undefined) return;
  killCgroup(telling, cgroup, at);
  const shim = telling.host.shims.get(cgroup);
  if (shim !== undefined && telling.host.daemon === 'running') tellExit(telling, shim, { code: 0 }, at);
};

/** Nothing ends a frozen process: the runtime thaws what it kills. */
export const killCgroup = (telling: Telling, container: ContainerId, at: Instant): void => {
  thawCgroup(telling, container, at);
  for (const pid of membersOf(telling, container)) tellExit(telling, pid, killed, at);
};

const thawCgroup = (telling: Telling, container: ContainerId, at: Instant): void => {
  if (telling.host.cgroups.get(container)?.frozen)
    tell(telling, { stream: 'host', id: 'host', type: 'CgroupThawed', at, container });
};

const membersOf = (telling: Telling, container: ContainerId): readonly Pid[] =>
  [...(telling.host.cgroups.get(container)?.members.keys() ?? [])].sort((a, b) => a - b);

/** containerd's clean-up kills what is beside main at once, and main 0.5 to 1.5 s after its shim (measured). */
const othersKilledAfter = 100;
const mainKilledAfter = 1000;

/** Main outlives its shim as a child of the host's pid 1, until containerd's clean-up comes to it. */
const cleanUpAfterShim = (telling: Telling, { serves }: Process, at: Instant): void => {
  if (serves === undefined || telling.host.daemon !== 'running') return;
  const members = membersOf(telling, serves);
  if (members.length === 0) return;
  const noticed = later(at, othersKilledAfter);
  thawCgroup(telling, serves, noticed);
  for (const pid of members)
    if (telling.host.processes.get(pid)?.kind !== 'main') tellExit(telling, pid, killed, noticed);
  killCgroup(telling, serves, later(at, mainKilledAfter));
};

/** A containerd that dockerd started dies with it (parent-death signal); shims and mains live on. */
const endWithDockerd = (telling: Telling, at: Instant): void => {
  if (telling.host.daemon === 'running') tell(telling, { stream: 'host', id: 'host', type: 'DaemonCrashed', at });
  const containerd = engineProcess(telling.host, 'containerd');
  if (containerd !== undefined && profiles[telling.host.profile].containerdParent === 'dockerd')
    tellExit(telling, containerd, killed, at);
};

/** How long dockerd takes to start another containerd. */
const containerdBackAfter = 10_000;

/** Somebody starts a new containerd: dockerd its own, or the host's service manager. Shims and mains notice nothing. */
const replaceContainerd = (telling: Telling, at: Instant): void => {
  if (telling.host.daemon !== 'running') return;
  const isOwn = profiles[telling.host.profile].containerdParent === 'dockerd';
  const parent = isOwn ? engineProcess(telling.host, 'dockerd') : hostInit;
  if (parent !== undefined) spawnContainerd(telling, parent, later(at, containerdBackAfter));
};
