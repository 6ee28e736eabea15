import type { ContainerId, ExecId, NamespaceId, NamespacePid, Pid } from '../../kernel/brand.ts';
import type { Happened } from '../../kernel/event.ts';
import type { Disposition, Ending, ProcessKind } from './host.ts';
import type { ProfileName } from './profile.ts';

type Of<Type extends string, Payload = unknown> = Happened<'host', 'host', Type, Payload>;

export type HostEvent =
  /** The first event of every log: which engine this world is. */
  | Of<'EngineInstalled', { readonly profile: ProfileName; readonly liveRestore: boolean }>
  | Of<
      'ProcessSpawned',
      {
        readonly pid: Pid;
        readonly parent: Pid | 0;
        readonly kind: ProcessKind;
        readonly namespace: NamespaceId;
        readonly nsPid: NamespacePid;
        readonly cgroup?: ContainerId;
        readonly serves?: ContainerId;
        readonly exec?: ExecId;
        readonly comm: string;
        readonly argv: readonly string[];
        readonly user?: string;
        readonly reaps: boolean;
        readonly dispositions: Readonly<Record<number, Disposition>>;
        /** The host's and the namespace's next free numbers afterwards; start-up threads burn some. */
        readonly nextPid: number;
        readonly nextNsPid: number;
      }
    >
  /** The same process, another program: handlers are gone, what was ignored stays so. */
  | Of<
      'ProcessExecuted',
      {
        readonly pid: Pid;
        readonly comm: string;
        readonly argv: readonly string[];
        readonly reaps: boolean;
        readonly dispositions: Readonly<Record<number, Disposition>>;
      }
    >
  | Of<'ThreadSpawned', { readonly pid: Pid; readonly tid: Pid; readonly nsTid: NamespacePid; readonly comm: string }>
  | Of<'DispositionSet', { readonly pid: Pid; readonly signal: number; readonly disposition?: Disposition }>
  | Of<'SubreaperSet', { readonly pid: Pid }>
  /** It waits for its children from now on, or no longer. */
  | Of<'ReapingSet', { readonly pid: Pid; readonly reaps: boolean }>
  | Of<'PidMaxSet', { readonly namespace: NamespaceId; readonly max: number }>
  /** Sent and delivered; what it did is told by the events that follow. */
  | Of<'SignalDelivered', { readonly pid: Pid; readonly signal: number }>
  | Of<'SignalQueued', { readonly pid: Pid; readonly signal: number }>
  | Of<'ProcessStopped', { readonly pid: Pid }>
  | Of<'ProcessContinued', { readonly pid: Pid }>
  | Of<'ProcessReparented', { readonly pid: Pid; readonly parent: Pid }>
  /** It became a zombie. */
  | Of<'ProcessExited', { readonly pid: Pid; readonly ending: Ending }>
  /** Its parent has waited for it: the number is gone. */
  | Of<'ProcessReaped', { readonly pid: Pid }>
  | Of<'CgroupFrozen', { readonly container: ContainerId }>
  | Of<'CgroupThawed', { readonly container: ContainerId }>
  | Of<'DaemonStopped'>
  | Of<'DaemonCrashed'>
  | Of<'DaemonStarted', { readonly liveRestore: boolean }>;
