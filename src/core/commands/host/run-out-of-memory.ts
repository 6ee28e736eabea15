import type { Event } from '../../event.ts';
import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { exitProcess, killed } from '../../processes/exit.ts';
import { noSuchNumber } from '../../streams/host/rejections.ts';
import { evolve } from '../../world.ts';
import { withConsequences } from '../process/acting.ts';
import type { Verb } from '../verbs.ts';

export type RunOutOfMemory = {
  readonly issuer: 'host';
  readonly type: 'RunOutOfMemory';
  /** Whom the kernel picks. */
  readonly pid: Pid;
};

/**
 * The kernel kills a process for memory, pid 1 of a namespace too. The container is told of the OOM before the end; what
 * it shows as OOMKilled counts from its next exit on (measured, docs/facts.md).
 */
export const runOutOfMemory: Verb<RunOutOfMemory> = (world, { pid }, { entropy: { now } }) => {
  const process = world.host.processes.get(pid);
  if (!process || process.state === 'zombie' || process.kind === 'init') return reject(noSuchNumber(pid));
  const id = process.cgroup;
  const isHeard = id !== undefined && world.containers.has(id) && world.host.daemon === 'running';
  const told: readonly Event[] = isHeard ? [{ stream: 'container', id, type: 'ContainerOutOfMemory', at: now }] : [];
  const after = told.reduce(evolve, world);
  return accept([...told, ...withConsequences(after, exitProcess(world.host, pid, killed, now), now)]);
};
