import type { Event } from '../../event.ts';
import type { Instant, Pid } from '../../kernel/brand.ts';
import type { Rejection } from '../../kernel/decision.ts';
import { afterEndings } from '../../lifecycle/after-endings.ts';
import type { Story } from '../../processes/story.ts';
import { noSuchProcess, processIsFrozen } from '../../streams/host/file-rejections.ts';
import type { Process } from '../../streams/host/host.ts';
import { processIsStopped } from '../../streams/host/rejections.ts';
import { evolveAll, remember, type World } from '../../world.ts';

/** The process that acts, or why it can not: it must live, and neither be frozen nor stopped (law P7). */
export const actor = (world: World, pid: Pid): Process | Rejection => {
  const process = world.host.processes.get(pid);
  if (!process || process.state === 'zombie') return noSuchProcess(pid);
  if (process.cgroup !== undefined && world.host.cgroups.get(process.cgroup)?.frozen) return processIsFrozen(pid);
  return process.state === 'stopped' ? processIsStopped(pid) : process;
};

export const isRefused = (it: Process | Rejection): it is Rejection => 'code' in it;

/** What happened on the host, and what containers make of the mains and execs that ended by it. */
export const withConsequences = (world: World, { host, events, ended }: Story, at: Instant): readonly Event[] => {
  const reached = { ...world, host };
  if (ended.length === 0) return remember(world, events, reached);
  const consequences = afterEndings(reached, ended, at);
  return remember(world, [...events, ...consequences], evolveAll(reached, consequences));
};
