import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

export type PrintOutput = {
  readonly issuer: 'process';
  readonly type: 'PrintOutput';
  readonly pid: Pid;
  readonly output: 'stdout' | 'stderr';
  readonly text: string;
  /** Written to `/proc/1/fd/1` and the like: main's own output, whoever writes. */
  readonly toMain?: boolean;
};

/**
 * Text on stdout or stderr. What main and its children print goes to the container's log; what an exec prints goes to its
 * client alone. A terminal has one stream, and lines on it end in CR LF.
 */
export const printOutput: Verb<PrintOutput> = (world, { pid, output, text, toMain }, { entropy }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  const container = process.cgroup === undefined ? undefined : world.containers.get(process.cgroup);
  if (!container || text === '' || (process.exec !== undefined && !toMain)) return accept([]);
  const { Tty } = container.config;
  return accept([
    {
      stream: 'container',
      id: container.id,
      type: 'OutputPrinted',
      at: entropy.now,
      output: Tty ? 'stdout' : output,
      text: Tty ? text.replace(/\r?\n/g, '\r\n') : text,
    },
  ]);
};
