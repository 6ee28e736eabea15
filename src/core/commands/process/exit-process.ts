import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { exitProcess as exit } from '../../processes/exit.ts';
import { noSuchProcess } from '../../streams/host/file-rejections.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused, withConsequences } from './acting.ts';

export type ExitProcess = {
  readonly issuer: 'process';
  readonly type: 'ExitProcess';
  readonly pid: Pid;
  readonly code: number;
  /** A signal that the kernel forced on it for a real fault, as SEGV: it ends pid 1 too, and `code` does not count. */
  readonly fault?: number;
};

/** A process ends by itself. Pid 1 takes its whole namespace with it (law P4). */
export const exitProcess: Verb<ExitProcess> = (world, { pid, code, fault }, { entropy: { now } }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  // Without the host's pid 1 there is no host.
  if (process.kind === 'init') return reject(noSuchProcess(pid));
  const ending = fault === undefined ? { code: code & 0xff } : { signal: fault };
  return accept(withConsequences(world, exit(world.host, pid, ending, now), now));
};
