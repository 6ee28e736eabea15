import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { fileError } from '../../streams/host/file-rejections.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

/** One more than RESERVED_PIDS, and PID_MAX_LIMIT (measured, docs/facts.md). */
const [least, most] = [301, 4_194_304];

export type SetPidMax = {
  readonly issuer: 'process';
  readonly type: 'SetPidMax';
  readonly pid: Pid;
  readonly max: number;
};

/** A write to `/proc/sys/kernel/pid_max`, which belongs to the pid namespace since Linux 6.14. */
export const setPidMax: Verb<SetPidMax> = (world, { pid, max }, { entropy }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  if (max < least || max > most) return reject(fileError('EINVAL', 'write', '/proc/sys/kernel/pid_max'));
  const { namespace } = process;
  return accept([{ stream: 'host', id: 'host', type: 'PidMaxSet', at: entropy.now, namespace, max }]);
};
