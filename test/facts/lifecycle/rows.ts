import type { ContainerConfig, HostConfig } from '../../../src/core/streams/container/config.ts';
import { dataFile } from '../data-file.ts';

/** What inspect says of a container's state, times and pid reduced to whether they are there. */
export type RowState = {
  readonly Status: string;
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly Dead: boolean;
  readonly Pid: 0 | 'nonzero';
  readonly ExitCode: number;
  readonly Error: string;
  readonly StartedAt: 'zero' | 'set';
  readonly FinishedAt: 'zero' | 'set';
  readonly RestartCount: number;
  readonly Name: string;
};

export type RowEvent = {
  readonly Type: string;
  readonly Action: string;
  readonly ActorID: string;
  readonly Attributes: Readonly<Record<string, string>>;
};

export type Body = ContainerConfig & { readonly HostConfig?: HostConfig & { readonly Memory?: number } };

export type Request = {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>> | null;
  readonly body?: unknown;
  readonly createdWith?: Body;
  readonly then?: Request | null;
};

/** One measured cell: a state, an operation on it, what the engine answered, and what was so afterwards. */
export type Row = {
  readonly section: 'matrix' | 'exit-codes' | 'restart-policy' | 'daemon-restart';
  readonly state: string;
  readonly operation: string;
  readonly request: Request | null;
  readonly status: number | null;
  readonly blocks: boolean;
  readonly message: string | null;
  readonly result: unknown;
  readonly stateBefore: RowState | null;
  readonly stateAfter: RowState | null;
  readonly events: readonly RowEvent[];
  readonly note?: string;
  readonly restartPolicy?: { readonly Name: string; readonly MaximumRetryCount?: number };
  readonly cmd?: readonly string[];
  readonly stopSignal?: string;
  readonly autoRemove?: boolean;
};

/** The 902 rows as they were measured on Docker Engine 20.10.24. */
export const readRows = (): readonly Row[] => JSON.parse(dataFile('container-lifecycle.json.gz')) as Row[];
