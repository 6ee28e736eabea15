import type { ContainerId, Instant, Pid } from '../kernel/brand.ts';
import { type Host, hostInit, hostNamespace } from '../streams/host/host.ts';
import { profiles } from '../streams/host/profile.ts';
import { born } from './birth.ts';
import { killCgroup } from './consequences.ts';
import { tellExit } from './exit.ts';
import { begin, type Story, type Telling, tell } from './story.ts';

/** The engine's own living process of a kind: a child of the host's pid 1, or of dockerd. */
export const engineProcess = (host: Host, kind: 'dockerd' | 'containerd'): Pid | undefined => {
  const own = childOf(host, hostInit, kind);
  if (own !== undefined || kind === 'dockerd') return own;
  const dockerd = childOf(host, hostInit, 'dockerd');
  return dockerd === undefined ? undefined : childOf(host, dockerd, kind);
};

const childOf = (host: Host, parent: Pid, kind: 'dockerd' | 'containerd'): Pid | undefined => {
  for (const pid of host.processes.get(parent)?.children.keys() ?? []) {
    const child = host.processes.get(pid);
    if (child?.kind === kind && child.state !== 'zombie') return pid;
  }
  return undefined;
};

/** dockerd comes up, with a containerd of its own or beside the system's. Numbers alone are told; consequences follow. */
export const spawnEngine = (telling: Telling, liveRestore: boolean, at: Instant): void => {
  const isOwn = profiles[telling.host.profile].containerdParent === 'dockerd';
  if (!isOwn && engineProcess(telling.host, 'containerd') === undefined) spawnContainerd(telling, hostInit, at);
  const dockerd = born(telling, at, {
    kind: 'dockerd',
    parent: hostInit,
    namespace: hostNamespace,
    behaviour: { comm: 'dockerd', reaps: true, dispositions: {}, threads: [] },
    argv: ['dockerd'],
    burns: 12,
  });
  if (isOwn) spawnContainerd(telling, dockerd, at);
  tell(telling, { stream: 'host', id: 'host', type: 'DaemonStarted', at, liveRestore });
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

/** dockerd ends in order; a containerd of its own is told to end too. */
export const stopEngine = (host: Host, at: Instant): Story => {
  const telling = begin(host);
  const own = profiles[host.profile].containerdParent === 'dockerd' ? engineProcess(host, 'containerd') : undefined;
  const dockerd = engineProcess(host, 'dockerd');
  tell(telling, { stream: 'host', id: 'host', type: 'DaemonStopped', at });
  if (own !== undefined) tellExit(telling, own, { code: 0 }, at);
  if (dockerd !== undefined) tellExit(telling, dockerd, { code: 0 }, at);
  return telling;
};

/**
 * The engine comes up. Shims whose container ended meanwhile go; containers whose shim died meanwhile are killed by
 * containerd's clean-up.
 */
export const startEngine = (host: Host, liveRestore: boolean, at: Instant): Story => {
  const telling = begin(host);
  spawnEngine(telling, liveRestore, at);
  for (const [container, shim] of byNumber(host.shims)) {
    if (hasMembers(telling.host, container)) continue;
    const keeps = host.processes.get(shim)?.keeps;
    if (keeps)
      telling.ended.push({
        kind: 'main',
        pid: keeps.main,
        container,
        ending: keeps.ending,
        at: keeps.at,
        shimLost: false,
      });
    tellExit(telling, shim, { code: 0 }, at);
  }
  for (const container of [...host.cgroups.keys()].sort())
    if (!host.shims.has(container)) killCgroup(telling, container, at);
  return telling;
};

const byNumber = (shims: Host['shims']): readonly (readonly [ContainerId, Pid])[] =>
  [...shims].sort(([, a], [, b]) => a - b);

const hasMembers = (host: Host, container: ContainerId): boolean =>
  (host.cgroups.get(container)?.members.size ?? 0) > 0;
