import type { NamespacePid, Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { known } from '../../kernel/impossible.ts';
import { hasRoomFor } from '../../processes/numbers.ts';
import { forkProcess } from '../../processes/spawn.ts';
import type { Process } from '../../streams/host/host.ts';
import { noNumberLeft, pidsLimitReached } from '../../streams/host/rejections.ts';
import type { World } from '../../world.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

export type ForkProcess = {
  readonly issuer: 'process';
  readonly type: 'ForkProcess';
  readonly pid: Pid;
  readonly comm?: string;
  readonly argv?: readonly string[];
};

/** `fork`: a child that is a copy, with the next numbers of the host and of the pid namespace. */
export const fork: Verb<ForkProcess, { readonly pid: Pid; readonly nsPid: NamespacePid }> = (
  world,
  { pid, comm, argv },
  { entropy },
) => {
  const parent = actor(world, pid);
  if (isRefused(parent)) return reject(parent);
  if (isAtPidsLimit(world, parent)) return reject(pidsLimitReached());
  if (!hasRoomFor(world.host, parent.namespace, 1)) return reject(noNumberLeft());
  const as = { ...(comm !== undefined && { comm }), ...(argv && { argv }) };
  const born = forkProcess(world.host, pid, entropy.now, as);
  const { nsPid } = known(born.host.processes.get(born.pid), 'child');
  return accept(born.events, { pid: born.pid, nsPid });
};

/** `--pids-limit` counts processes, threads and zombies of the cgroup. */
export const isAtPidsLimit = (world: World, { cgroup }: Process): boolean => {
  const limit = cgroup === undefined ? 0 : (world.containers.get(cgroup)?.hostConfig.PidsLimit ?? 0);
  return limit > 0 && cgroup !== undefined && (world.host.cgroups.get(cgroup)?.pids ?? 0) >= limit;
};
