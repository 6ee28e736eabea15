import type { Instant, Pid } from '../kernel/brand.ts';
import { type Host, hostInit, hostNamespace } from '../streams/host/host.ts';
import { profiles } from '../streams/host/profile.ts';
import { born } from './birth.ts';
import { type Telling, tell } from './story.ts';

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
  tell(telling, { type: 'DaemonStarted', at, liveRestore });
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
