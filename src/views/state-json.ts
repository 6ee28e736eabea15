import type { Instant } from '../core/kernel/brand.ts';
import { rfc3339Nano, zeroTime } from '../core/kernel/instant.ts';
import type { Container, State } from '../core/streams/container/container.ts';

/** What Docker's many flags say of the one status (measured, docs/facts.md). */
export type StateJson = {
  readonly Running: boolean;
  readonly Paused: boolean;
  readonly Restarting: boolean;
  readonly OOMKilled: boolean;
  readonly Dead: boolean;
  readonly Pid: number;
  readonly ExitCode: number;
  readonly Error: string;
  readonly StartedAt: string;
  readonly FinishedAt: string;
};

export const stateJson = ({ state, oomKilled }: Container): StateJson => ({
  Running: state.status === 'running' || state.status === 'paused' || state.status === 'restarting',
  Paused: state.status === 'paused',
  Restarting: state.status === 'restarting',
  OOMKilled: oomKilled,
  Dead: state.status === 'dead' || state.status === 'removing',
  Pid: 'pid' in state ? state.pid : 0,
  ExitCode: 'exitCode' in state ? state.exitCode : 0,
  Error: 'error' in state ? state.error : '',
  StartedAt: shown('startedAt' in state ? state.startedAt : undefined),
  FinishedAt: shown(finishedAt(state)),
});

const finishedAt = (state: State): Instant | undefined => ('finishedAt' in state ? state.finishedAt : undefined);

const shown = (at: Instant | undefined): string => (at === undefined ? zeroTime : rfc3339Nano(at));
