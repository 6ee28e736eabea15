import type { ContainerId, Instant } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import type { Host } from '../streams/host/host.ts';
import { tellWait } from './exit.ts';
import { takePending } from './signal.ts';
import { begin, type Story, tell } from './story.ts';

/** `docker pause`: no process of the cgroup takes a step (law P7). */
export const freeze = (host: Host, container: ContainerId, at: Instant): Story => {
  const telling = begin(host);
  tell(telling, { stream: 'host', id: 'host', type: 'CgroupFrozen', at, container });
  return telling;
};

/** The thaw: who waits for children takes those that ended meanwhile; signals that came are delivered, and may end processes. */
export const thaw = (host: Host, container: ContainerId, at: Instant): Story => {
  const telling = begin(host);
  const { members } = known(host.cgroups.get(container), 'frozen cgroup');
  tell(telling, { stream: 'host', id: 'host', type: 'CgroupThawed', at, container });
  for (const pid of [...members.keys()].sort((a, b) => a - b)) {
    const process = telling.host.processes.get(pid);
    if (process?.state === 'sleeping' && process.reaps) tellWait(telling, pid, at);
    takePending(telling, pid, at);
  }
  return telling;
};
