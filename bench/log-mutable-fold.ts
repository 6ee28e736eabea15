import type { Event, TreeChange } from '../src/index.ts';

/**
 * What somebody would write who only wants the state at the end, and quickly: one big switch over plain objects that are
 * changed in place. It keeps the same facts as the model's fold and the same indexes, and nothing can look back. Peer of
 * the bench only.
 */
export type Mutable = {
  readonly containers: Map<string, Record<string, unknown>>;
  readonly writeLayers: Map<string, WriteLayer>;
  readonly others: Map<string, Event>;
  readonly processes: Map<number, Process>;
  readonly namespaces: Map<string, { next: number; readonly members: Map<number, number> }>;
  readonly cgroups: Map<string, { members: number; frozen: boolean; readonly pids: Set<number> }>;
  readonly shims: Map<string, number>;
  readonly names: Map<string, string>;
  readonly byImage: Map<string, Set<string>>;
  next: number;
};

type Inode = { node: unknown; nlink: number; readonly entries: Map<string, number> };
type WriteLayer = {
  readonly parent: string | undefined;
  readonly mountId: string;
  readonly link: string;
  readonly initLink: string;
  readonly init: Map<number, Inode>;
  readonly upper: Map<number, Inode>;
  mounted: boolean;
  everMounted: boolean;
};
type Process = {
  readonly event: Event;
  readonly children: Set<number>;
  state: string;
  ending: unknown;
  pending: number[];
  readonly parent: number;
  readonly namespace: string;
  readonly nsPid: number;
  readonly cgroup: string | undefined;
  readonly serves: string | undefined;
};

export const mutableFold = (events: Iterable<Event>): Mutable => {
  const state: Mutable = {
    containers: new Map(),
    writeLayers: new Map(),
    others: new Map(),
    processes: new Map(),
    namespaces: new Map(),
    cgroups: new Map(),
    shims: new Map(),
    names: new Map(),
    byImage: new Map(),
    next: 2,
  };
  for (const event of events) apply(state, event);
  return state;
};

const apply = (state: Mutable, event: Event): void => {
  if (event.stream === 'container') container(state, event);
  else if (event.stream === 'write-layer') writeLayer(state, event);
  else if (event.stream === 'host') host(state, event);
  else state.others.set(`${event.stream}/${event.id}`, event);
};

const container = ({ containers, names, byImage }: Mutable, event: Extract<Event, { stream: 'container' }>): void => {
  if (event.type === 'ContainerCreated') {
    const { stream: _, type: __, at, ...told } = event;
    const made = { ...told, createdAt: at, status: 'created', exitCode: 0, error: '', restartCount: 0, backOff: 0 };
    containers.set(event.id, { ...made, execs: new Map(), log: [], manuallyStopped: false, restartCancelled: false });
    names.set(event.name, event.id);
    const users = byImage.get(event.image);
    if (users) users.add(event.id);
    else byImage.set(event.image, new Set([event.id]));
    return;
  }
  const it = containers.get(event.id);
  if (!it) return;
  switch (event.type) {
    case 'NetworkConnected':
      it.sandboxId = event.sandboxId;
      it.endpointId = event.endpointId;
      break;
    case 'NetworkDisconnected':
      it.endpointId = '';
      break;
    case 'ContainerStarted':
      it.status = 'running';
      it.pid = event.pid;
      it.startedAt = event.at;
      it.manuallyStopped = false;
      it.restartCancelled = false;
      break;
    case 'ContainerPaused':
      it.status = 'paused';
      break;
    case 'ContainerUnpaused':
      it.status = 'running';
      break;
    case 'ContainerSignalled':
      it.manuallyStopped = it.manuallyStopped || event.marksStopped;
      it.restartCancelled = it.restartCancelled || event.cancelsRestart;
      break;
    case 'ContainerDied':
      it.status = 'exited';
      it.exitCode = event.exitCode;
      it.finishedAt = event.at;
      it.pid = undefined;
      break;
    case 'ContainerStopped':
      it.manuallyStopped = it.manuallyStopped || event.marksStopped;
      break;
    case 'ContainerRenamed':
      names.delete(event.from);
      names.set(event.to, event.id);
      it.name = event.to;
      break;
    case 'OutputPrinted':
      (it.log as unknown[]).push({ stream: event.output, text: event.text, at: event.at });
      break;
    case 'ExecCreated':
      (it.execs as Map<string, unknown>).set(event.exec, { config: event.config, status: 'created', pid: 0 });
      break;
    case 'ExecStarted':
    case 'ExecDied':
      Object.assign((it.execs as Map<string, object>).get(event.exec) ?? {}, event);
      break;
    default:
      throw new Error(`the workload has ${event.type}, which this fold does not know`);
  }
};

const writeLayer = ({ writeLayers }: Mutable, event: Extract<Event, { stream: 'write-layer' }>): void => {
  if (event.type === 'WriteLayerCreated') {
    const { mountId, link, initLink, parent } = event;
    const [init, upper] = [newTree(), newTree()];
    change(init, event.init);
    writeLayers.set(event.id, { parent, mountId, link, initLink, init, upper, mounted: false, everMounted: false });
    return;
  }
  const it = writeLayers.get(event.id);
  if (!it) return;
  if (event.type === 'MergedMounted') {
    it.mounted = true;
    it.everMounted = true;
  } else if (event.type === 'MergedUnmounted') it.mounted = false;
  else if (event.type === 'UpperChanged') change(it.upper, event.changes);
  else writeLayers.delete(event.id);
};

const newTree = (): Map<number, Inode> => new Map([[1, { node: {}, nlink: 1, entries: new Map() }]]);

const change = (tree: Map<number, Inode>, changes: readonly TreeChange[]): void => {
  for (const it of changes)
    if ('make' in it) tree.set(it.make, { node: it.node, nlink: 0, entries: new Map() });
    else if ('set' in it) {
      const inode = tree.get(it.set);
      if (inode) inode.node = it.node;
    } else {
      const entries = tree.get(it.in)?.entries;
      relink(tree, entries?.get(it.name), -1);
      if (it.ino === undefined) entries?.delete(it.name);
      else entries?.set(it.name, it.ino);
      relink(tree, it.ino, 1);
    }
};

const relink = (tree: Map<number, Inode>, ino: number | undefined, by: number): void => {
  const inode = ino === undefined ? undefined : tree.get(ino);
  if (!inode || ino === undefined) return;
  inode.nlink += by;
  if (inode.nlink === 0) tree.delete(ino);
};

const host = (state: Mutable, event: Extract<Event, { stream: 'host' }>): void => {
  const { processes, cgroups, namespaces, shims } = state;
  switch (event.type) {
    case 'ProcessSpawned': {
      const { pid, parent, namespace, nsPid, cgroup, serves } = event;
      const born = { event, parent, namespace, nsPid, cgroup, serves };
      processes.set(pid, { ...born, children: new Set(), state: 'sleeping', ending: undefined, pending: [] });
      processes.get(parent)?.children.add(pid);
      const space = namespaces.get(namespace);
      if (space) space.members.set(nsPid, pid).size;
      else namespaces.set(namespace, { next: nsPid + 1, members: new Map([[nsPid, pid]]) });
      if (cgroup !== undefined) {
        const group = cgroups.get(cgroup);
        if (group) group.members += group.pids.add(pid).size > 0 ? 1 : 0;
        else cgroups.set(cgroup, { members: 1, frozen: false, pids: new Set([pid]) });
      }
      if (serves !== undefined) shims.set(serves, pid);
      state.next = event.nextPid;
      break;
    }
    case 'SignalDelivered': {
      const process = processes.get(event.pid);
      if (process && process.pending.length > 0)
        process.pending = process.pending.filter((signal) => signal !== event.signal);
      break;
    }
    case 'ProcessExited': {
      const process = processes.get(event.pid);
      if (!process) break;
      process.state = 'zombie';
      process.ending = event.ending;
      if (process.cgroup !== undefined) cgroups.get(process.cgroup)?.pids.delete(event.pid);
      break;
    }
    case 'ProcessReaped': {
      const process = processes.get(event.pid);
      if (!process) break;
      processes.delete(event.pid);
      processes.get(process.parent)?.children.delete(event.pid);
      const space = namespaces.get(process.namespace);
      space?.members.delete(process.nsPid);
      if (space?.members.size === 0) namespaces.delete(process.namespace);
      const group = process.cgroup === undefined ? undefined : cgroups.get(process.cgroup);
      if (group && process.cgroup !== undefined) {
        group.members -= 1;
        if (group.members === 0) cgroups.delete(process.cgroup);
      }
      if (process.serves !== undefined) shims.delete(process.serves);
      break;
    }
    case 'CgroupFrozen':
    case 'CgroupThawed': {
      const group = cgroups.get(event.container);
      if (group) group.frozen = event.type === 'CgroupFrozen';
      break;
    }
    default:
      state.others.set(`host/${event.type}`, event);
  }
};
