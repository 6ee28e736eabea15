import type { ContainerId, ExecId, ImageId, Instant, Pid } from '../../kernel/brand.ts';
import type { PersistentMap } from '../../kernel/persistent-map.ts';
import type { Tree } from '../../overlay/inode.ts';
import type { ContainerConfig, HostConfig, Mount } from './config.ts';

/**
 * Where a container stands in its life. Only a running or paused one has a process (law K3).
 * `exitCode` is of the last run; a first start that failed leaves it on a container that stays `created`.
 */
export type State =
  | {
      readonly status: 'created';
      readonly exitCode: number;
      readonly error: string;
      /** What earlier starts have failed with, each once. */
      readonly earlier: readonly string[];
    }
  | { readonly status: 'running'; readonly pid: Pid; readonly startedAt: Instant; readonly finishedAt?: Instant }
  | { readonly status: 'paused'; readonly pid: Pid; readonly startedAt: Instant; readonly finishedAt?: Instant }
  | {
      readonly status: 'restarting';
      readonly exitCode: number;
      readonly startedAt: Instant;
      readonly finishedAt: Instant;
      /** When the restart manager's timer fires. */
      readonly dueAt: Instant;
    }
  | Ended<'exited'>
  | Ended<'removing'>
  | Ended<'dead'>;

/** A life that is over. `startedAt` is absent when no start ever succeeded. */
export type Ended<Status extends string> = {
  readonly status: Status;
  readonly exitCode: number;
  readonly error: string;
  readonly startedAt?: Instant;
  readonly finishedAt?: Instant;
};

export type Status = State['status'];

/** A command run beside main in a living container. */
export type Exec = {
  readonly id: ExecId;
  readonly config: ExecConfig;
  readonly state:
    | { readonly status: 'created' }
    | { readonly status: 'running'; readonly pid: Pid }
    /** `pid` is 0 when it never started. */
    | { readonly status: 'ended'; readonly exitCode: number; readonly pid: Pid | 0 };
};

export type ExecConfig = {
  readonly command: readonly string[];
  readonly user?: string;
  readonly workingDir?: string;
  readonly env?: readonly string[];
  readonly tty?: boolean;
  readonly openStdin?: boolean;
  readonly detachKeys?: string;
  readonly privileged?: boolean;
};

/** One record of the json-file log. `text` has its newline, or none when it is a piece of a longer line. */
export type LogRecord = { readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly at: Instant };

/** The file descriptors that main is born with follow from these. */
export type Container = {
  readonly id: ContainerId;
  /** Without the leading slash. */
  readonly name: string;
  readonly createdAt: Instant;
  readonly image: ImageId | '';
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  /** Entrypoint and command put together: what main executes. */
  readonly path: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  readonly state: State;
  /** Automatic restarts since the last start by a client. */
  readonly restartCount: number;
  /** Set by every stop, and by a kill whose signal counts as one; cleared by a successful start. */
  readonly manuallyStopped: boolean;
  readonly startedBefore: boolean;
  /** No automatic restart until a client starts it again. */
  readonly restartCancelled: boolean;
  /** Milliseconds that the next automatic restart waits; doubles at each, at most a minute. */
  readonly backOff: number;
  /** Sticky: an OOM was seen in the run that ended last. */
  readonly oomKilled: boolean;
  /** An OOM was seen in this run; counts from the exit on. */
  readonly oomSeen: boolean;
  /** Network namespace of the run, 64 hex digits; keeps its stale value after the end. */
  readonly sandboxId: string;
  readonly endpointId: string;
  readonly execs: PersistentMap<ExecId, Exec>;
  readonly log: PersistentMap<number, LogRecord>;
  /** The log file exists once the container was started, or its logs were asked for. */
  readonly logOpened: boolean;
  /** A file of its directory was made immutable on the host: removing fails and leaves it dead. */
  readonly directoryHeld: boolean;
  /**
   * What lies in its tmpfs mounts and in `/dev/shm`, by mount point, for as long as it runs. A mount that nothing was told of is
   * empty.
   */
  readonly tmpfs?: PersistentMap<string, Tree>;
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
};

/** The files that every start writes exist from the first attempt on, a failed one included (measured, docs/facts.md). */
export const wasPrepared = ({ startedBefore, state }: Container): boolean =>
  startedBefore || (state.status === 'created' && state.exitCode !== 0);
