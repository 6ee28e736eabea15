import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { waitChildren as wait } from '../../processes/exit.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused, withConsequences } from './acting.ts';

export type WaitChildren = {
  readonly issuer: 'process';
  readonly type: 'WaitChildren';
  readonly pid: Pid;
  /** It waits in a loop from now on (or no longer does): nothing stays a zombie under it. */
  readonly forever?: boolean;
};

/** `wait`: the zombies among the children are gone. */
export const waitChildren: Verb<WaitChildren> = (world, { pid, forever }, { entropy: { now } }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  const waited = withConsequences(world, wait(world.host, pid, now), now);
  if (forever === undefined || forever === process.reaps) return accept(waited);
  return accept([{ stream: 'host', id: 'host', type: 'ReapingSet', at: now, pid, reaps: forever }, ...waited]);
};
