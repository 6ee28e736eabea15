import { accept, reject } from '../../kernel/decision.ts';
import { engineProcess } from '../../processes/engine.ts';
import { exitProcess, killed } from '../../processes/exit.ts';
import { daemonIsNotRunning } from '../../streams/host/rejections.ts';
import { withConsequences } from '../process/acting.ts';
import type { Verb } from '../verbs.ts';

export type KillContainerd = { readonly issuer: 'host'; readonly type: 'KillContainerd' };

/** `kill -9 <containerd>`: nothing happens to shims and mains, and another one comes up (measured, docs/facts.md). */
export const killContainerd: Verb<KillContainerd> = (world, _, { entropy: { now } }) => {
  const containerd = engineProcess(world.host, 'containerd');
  if (containerd === undefined) return reject(daemonIsNotRunning());
  return accept(withConsequences(world, exitProcess(world.host, containerd, killed, now), now));
};
