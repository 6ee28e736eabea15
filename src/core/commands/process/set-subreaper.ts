import type { Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused } from './acting.ts';

export type SetSubreaper = { readonly issuer: 'process'; readonly type: 'SetSubreaper'; readonly pid: Pid };

/** `prctl(PR_SET_CHILD_SUBREAPER)`: orphans below come to this process instead of to pid 1. */
export const setSubreaper: Verb<SetSubreaper> = (world, { pid }, { entropy }) => {
  const process = actor(world, pid);
  if (isRefused(process)) return reject(process);
  return accept([{ stream: 'host', id: 'host', type: 'SubreaperSet', at: entropy.now, pid }]);
};
