import type { NamespacePid, Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { hasRoomFor } from '../../processes/numbers.ts';
import { spawnThread as spawn } from '../../processes/spawn.ts';
import { noNumberLeft, pidsLimitReached } from '../../streams/host/rejections.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';
import { isAtPidsLimit } from './fork-process.ts';

export type SpawnThread = {
  readonly issuer: 'process';
  readonly type: 'SpawnThread';
  readonly pid: Pid;
  readonly comm: string;
};

/** A thread takes numbers like a process and is none (law P6). */
export const spawnThread: Verb<SpawnThread, { readonly tid: Pid; readonly nsTid: NamespacePid }> = (
  world,
  { pid, comm },
  { entropy },
) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  if (isAtPidsLimit(world, process)) return reject(pidsLimitReached());
  if (!hasRoomFor(world.host, process.namespace, 1)) return reject(noNumberLeft());
  const { events, thread } = spawn(world.host, pid, comm, entropy.now);
  return accept(events, { tid: thread.tid, nsTid: thread.nsTid });
};
