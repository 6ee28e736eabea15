import type { ContainerId, ExecId, Instant, NamespaceId, NamespacePid, Pid } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import type { ProcessKind, Thread } from '../streams/host/host.ts';
import { freeNamespacePid, freePid, hasRoomFor } from './numbers.ts';
import type { Behaviour } from './programs.ts';
import { type Telling, tell } from './story.ts';

export type Birth = {
  readonly kind: ProcessKind;
  readonly parent: Pid;
  readonly namespace: NamespaceId;
  readonly behaviour: Behaviour;
  readonly argv: readonly string[];
  readonly cgroup?: ContainerId;
  readonly serves?: ContainerId;
  readonly exec?: ExecId;
  readonly user?: string;
  /** Host numbers that its start takes after its own. */
  readonly burns?: number;
  /** The same inside its namespace. */
  readonly nsBurns?: number;
};

export const born = (telling: Telling, at: Instant, birth: Birth): Pid => {
  const { behaviour, kind, parent, cgroup, serves, exec, argv, user, burns = 0, nsBurns = 0 } = birth;
  const pid = freePid(telling.host);
  const { host } = telling;
  const nsPid = host.namespaces.has(birth.namespace)
    ? freeNamespacePid(host, birth.namespace, pid)
    : (1 as NamespacePid);
  tell(telling, {
    stream: 'host',
    id: 'host',
    type: 'ProcessSpawned',
    at,
    pid,
    kind,
    parent,
    namespace: birth.namespace,
    argv,
    ...(cgroup !== undefined && { cgroup }),
    ...(serves !== undefined && { serves }),
    ...(exec !== undefined && { exec }),
    ...(user !== undefined && { user }),
    nsPid,
    comm: behaviour.comm,
    reaps: behaviour.reaps,
    dispositions: behaviour.dispositions,
    nextPid: pid + 1 + burns,
    nextNsPid: nsPid + 1 + nsBurns,
  });
  for (const comm of behaviour.threads)
    if (hasRoomFor(telling.host, birth.namespace, 1)) tellThread(telling, pid, comm, at);
  return pid;
};

/** A thread takes a number in both counters, like a process. */
export const tellThread = (telling: Telling, pid: Pid, comm: string, at: Instant): Thread => {
  const process = known(telling.host.processes.get(pid), 'process of a thread');
  const tid = freePid(telling.host);
  const nsTid = freeNamespacePid(telling.host, process.namespace, tid);
  tell(telling, { stream: 'host', id: 'host', type: 'ThreadSpawned', at, pid, tid, nsTid, comm });
  return { tid, nsTid, comm };
};

/** Numbers that short-lived processes took; they are part of the next birth's event. */
export const burn = (telling: Telling, count: number): void => {
  telling.host = { ...telling.host, next: telling.host.next + count };
};
