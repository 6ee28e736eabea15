import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import type { Disposition } from '../../streams/host/host.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

export type SetDisposition = {
  readonly issuer: 'process';
  readonly type: 'SetDisposition';
  readonly pid: Pid;
  readonly signal: number;
  /** Absent: the kernel's default action again. */
  readonly disposition?: Disposition;
};

/** `sigaction`: what a signal will do from now on. */
export const setDisposition: Verb<SetDisposition> = (world, { pid, signal, disposition }, { entropy }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  const at = entropy.now;
  return accept([
    { stream: 'host', id: 'host', type: 'DispositionSet', at, pid, signal, ...(disposition && { disposition }) },
  ]);
};
