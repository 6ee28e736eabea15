import type { ContainerId, ExecId, Instant, NamespaceId, NamespacePid, Pid } from '../../kernel/brand.ts';
import type { PersistentMap } from '../../kernel/persistent-map.ts';
import type { ProfileName } from './profile.ts';

/** What a process does when a signal arrives that is neither KILL nor STOP. Absent in a table: the default action. */
export type Disposition =
  | { readonly action: 'ignore' }
  /** A handler that lets the process go on. */
  | { readonly action: 'handle' }
  /** A handler that ends the process with this code. */
  | { readonly action: 'exit'; readonly code: number };

export type Thread = { readonly tid: Pid; readonly nsTid: NamespacePid; readonly comm: string };

/** How a process ended. */
export type Ending = { readonly code: number } | { readonly signal: number };

/** A `ward` is the command under `docker-init`, whose end is docker-init's own. */
export type ProcessKind = 'init' | 'service' | 'dockerd' | 'containerd' | 'shim' | 'main' | 'ward' | 'exec' | 'child';

/**
 * One process of the host. `state` is a letter of `/proc/<pid>/stat` in words; a frozen cgroup shows as D. All have the same
 * fields, since they are copied at every change.
 */
export type Process = {
  readonly pid: Pid;
  readonly parent: Pid | 0;
  readonly kind: ProcessKind;
  /** The pid namespace it lives in, and its number there (equal to `pid` in the host's). */
  readonly namespace: NamespaceId;
  readonly nsPid: NamespacePid;
  /** The container whose cgroup it is in. A shim serves a container but is in no container's cgroup. */
  readonly cgroup: ContainerId | undefined;
  /** The container that a shim serves. */
  readonly serves: ContainerId | undefined;
  /** The exec that it is the first process of, or descends from. */
  readonly exec: ExecId | undefined;
  /** At most 15 characters, as the kernel keeps it. */
  readonly comm: string;
  readonly argv: readonly string[];
  readonly user: string | undefined;
  readonly state: 'sleeping' | 'stopped' | 'zombie';
  readonly threads: readonly Thread[];
  readonly children: PersistentMap<Pid, true>;
  /** Orphans below it come to it instead of to the namespace's pid 1. */
  readonly subreaper: boolean;
  /** It waits for every child, adopted ones too: nothing stays a zombie under it. */
  readonly reaps: boolean;
  readonly dispositions: Readonly<Record<number, Disposition>>;
  /** Signals that wait for the thaw of its cgroup, oldest first. */
  readonly pending: readonly number[];
  /** Of a zombie. */
  readonly ending: Ending | undefined;
  /** Of a shim: how its main ended, for a daemon that is not there to hear it. */
  readonly keeps: { readonly main: Pid; readonly ending: Ending; readonly at: Instant } | undefined;
};

/** A pid namespace: its own numbers, its own pid 1. */
export type PidNamespace = {
  readonly id: NamespaceId;
  readonly init: Pid;
  /** The next number it gives; threads take numbers too. */
  readonly next: number;
  /** One more than the highest number it gives: `pid_max`. */
  readonly max: number;
  readonly members: PersistentMap<NamespacePid, Pid>;
  /** The process of each thread that is not its process's first. */
  readonly threads: PersistentMap<NamespacePid, Pid>;
};

/** One container's cgroup: the freezer, `cgroup.procs`, and `pids.current`, which counts threads and zombies too. */
export type Cgroup = {
  readonly frozen: boolean;
  readonly members: PersistentMap<Pid, true>;
  readonly pids: number;
};

/** The host's pid table and the engine that runs on it. */
export type Host = {
  readonly profile: ProfileName;
  readonly daemon: 'running' | 'stopped' | 'crashed';
  readonly liveRestore: boolean;
  readonly next: number;
  readonly processes: PersistentMap<Pid, Process>;
  /** The process of each thread that is not its process's first. */
  readonly threads: PersistentMap<Pid, Pid>;
  readonly namespaces: PersistentMap<NamespaceId, PidNamespace>;
  readonly cgroups: PersistentMap<ContainerId, Cgroup>;
  /** The shim of each container that has one. */
  readonly shims: PersistentMap<ContainerId, Pid>;
};

export const hostNamespace = 'host' as NamespaceId;
export const hostInit = 1 as Pid;
