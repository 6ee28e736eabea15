import type { ContainerId, ExecId, ImageId, Instant, Pid } from '../../kernel/brand.ts';
import type { Happened } from '../../kernel/event.ts';
import type { TreeChange } from '../../overlay/inode.ts';
import type { Operation } from '../write-layer/write-layer.ts';
import type { ContainerConfig, HostConfig, Mount } from './config.ts';
import type { ExecConfig } from './container.ts';

type Of<Type extends string, Payload = unknown> = Happened<'container', ContainerId, Type, Payload>;

export type ContainerEvent =
  | Of<
      'ContainerCreated',
      {
        readonly name: string;
        readonly image: ImageId | '';
        readonly config: ContainerConfig;
        readonly hostConfig: HostConfig;
        readonly path: string;
        readonly args: readonly string[];
        readonly mounts: readonly Mount[];
      }
    >
  | Of<'NetworkConnected', { readonly network: string; readonly sandboxId: string; readonly endpointId: string }>
  | Of<'NetworkDisconnected', { readonly network: string }>
  /** `by` tells a client's start from the restart manager's: only a client's renews counters. */
  | Of<'ContainerStarted', { readonly pid: Pid; readonly by: 'client' | 'policy' | 'daemon' }>
  | Of<'StartFailed', { readonly exitCode: number; readonly error: string }>
  /** The engine sent a signal to main. Sent, not obeyed. */
  | Of<
      'ContainerSignalled',
      { readonly signal: number; readonly marksStopped: boolean; readonly cancelsRestart: boolean }
    >
  | Of<'ContainerPaused'>
  | Of<'ContainerUnpaused'>
  /**
   * Main ended. `reported` is the code in Docker's die event; after a shim's death the two differ. `unheard`: no daemon
   * ran, and Docker never tells of it.
   */
  | Of<
      'ContainerDied',
      { readonly exitCode: number; readonly reported: number; readonly next: Next; readonly unheard?: true }
    >
  | Of<'ContainerStopped', { readonly marksStopped: boolean }>
  | Of<'ContainerRestarted'>
  /** A kill of a restarting container: Docker logs nothing. */
  | Of<'RestartCancelled'>
  | Of<'ContainerRenamed', { readonly from: string; readonly to: string }>
  | Of<'ContainerUpdated', { readonly hostConfig: HostConfig }>
  | Of<'ContainerOutOfMemory'>
  | Of<'ContainerHealthChanged', { readonly health: 'starting' | 'healthy' | 'unhealthy' }>
  | Of<'OutputPrinted', { readonly output: 'stdout' | 'stderr'; readonly text: string }>
  /** In a tmpfs, at its mount point's path: mounted anew (`prepare`), or changed by a process. It ends with the run. */
  | Of<
      'TmpfsChanged',
      {
        readonly destination: string;
        readonly operation: Operation;
        readonly path: string;
        readonly changes: readonly TreeChange[];
      }
    >
  /** It counts as a user of the volumes that it took over from other containers from now on. */
  | Of<'BorrowedVolumesTaken'>
  | Of<'LogOpened'>
  | Of<'ExecCreated', { readonly exec: ExecId; readonly config: ExecConfig }>
  | Of<'ExecStarted', { readonly exec: ExecId; readonly pid: Pid | 0 }>
  /** `exitCode` is what inspect says, `reported` what the exec_die event says. */
  | Of<'ExecDied', { readonly exec: ExecId; readonly exitCode: number; readonly reported: number }>
  | Of<'ExecFailed', { readonly exec: ExecId; readonly exitCode: number }>
  | Of<'ExecForgotten', { readonly exec: ExecId }>
  /** Things that Docker tells in an event and that change nothing: top, attach, export, … */
  | Of<'ContainerObserved', { readonly action: Observed; readonly attributes?: Readonly<Record<string, string>> }>
  | Of<'RemovalStarted'>
  /** The layer or the directory could not be deleted: the container is dead until a later remove succeeds. */
  | Of<'RemovalFailed', { readonly error: string }>
  | Of<'ContainerRemoved'>
  /** A create that failed late: Docker tells of a destroy without a create. Nothing is left but named volumes. */
  | Of<'CreateAbandoned', { readonly name: string; readonly config: ContainerConfig }>
  /** Something on the host keeps the container's directory from being deleted, or does so no longer. */
  | Of<'DirectoryHeld', { readonly held: boolean }>;

/** What becomes of a container whose main has ended. */
export type Next =
  | { readonly status: 'exited'; readonly error: string }
  | { readonly status: 'restarting'; readonly dueAt: Instant; readonly backOff: number };

export type Observed =
  | 'attach'
  | 'detach'
  | 'resize'
  | 'top'
  | 'export'
  | 'commit'
  | 'archive-path'
  | 'extract-to-dir'
  | 'exec_detach';
