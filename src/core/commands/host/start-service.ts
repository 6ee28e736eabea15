import type { Pid } from '../../kernel/brand.ts';
import { accept } from '../../kernel/decision.ts';
import { spawnService } from '../../processes/spawn.ts';
import type { Verb } from '../verbs.ts';

export type StartService = {
  readonly issuer: 'host';
  readonly type: 'StartService';
  readonly argv: readonly string[];
  readonly comm?: string;
  readonly user?: string;
};

/** The host's service manager starts a process outside any container, a child of the host's pid 1. */
export const startService: Verb<StartService, { readonly pid: Pid }> = (world, command, { entropy }) => {
  const { argv, comm, user } = command;
  const service = { argv, ...(comm !== undefined && { comm }), ...(user !== undefined && { user }) };
  const { events, pid } = spawnService(world.host, service, entropy.now);
  return accept(events, { pid });
};
