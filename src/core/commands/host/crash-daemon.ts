import { accept, reject } from '../../kernel/decision.ts';
import { engineProcess } from '../../processes/engine.ts';
import { exitProcess, killed } from '../../processes/exit.ts';
import { daemonIsNotRunning } from '../../streams/host/rejections.ts';
import { withConsequences } from '../process/acting.ts';
import type { Verb } from '../verbs.ts';

export type CrashDaemon = { readonly issuer: 'host'; readonly type: 'CrashDaemon' };

/** `kill -9 <dockerd>`. A containerd of its own dies with it; shims and containers live on (measured, docs/facts.md). */
export const crashDaemon: Verb<CrashDaemon> = (world, _, { entropy: { now } }) => {
  const dockerd = engineProcess(world.host, 'dockerd');
  if (dockerd === undefined) return reject(daemonIsNotRunning());
  return accept(withConsequences(world, exitProcess(world.host, dockerd, killed, now), now));
};
