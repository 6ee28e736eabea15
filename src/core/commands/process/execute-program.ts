import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { executeProgram as execute } from '../../processes/spawn.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

export type ExecuteProgram = {
  readonly issuer: 'process';
  readonly type: 'ExecuteProgram';
  readonly pid: Pid;
  readonly argv: readonly string[];
};

/** `execve`: the same process runs another program. Its numbers, children and parent stay. */
export const executeProgram: Verb<ExecuteProgram> = (world, { pid, argv }, { entropy }) => {
  const process = actor(world, pid);
  return isRefused(process) ? reject(process) : accept(execute(world.host, process, argv, entropy.now).events);
};
