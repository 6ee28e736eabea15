import { accept, reject } from '../../kernel/decision.ts';
import { afterDaemonStart } from '../../lifecycle/daemon.ts';
import { startEngine } from '../../processes/engine.ts';
import { daemonIsRunning } from '../../streams/host/rejections.ts';
import type { Verb } from '../verbs.ts';

export type StartDaemon = {
  readonly issuer: 'host';
  readonly type: 'StartDaemon';
  /** As configured so far when absent. */
  readonly liveRestore?: boolean;
};

/** dockerd comes up again and looks after the containers that it left behind. */
export const startDaemon: Verb<StartDaemon> = (world, { liveRestore = world.host.liveRestore }, context) => {
  if (world.host.daemon === 'running') return reject(daemonIsRunning());
  const { host, events, ended } = startEngine(world.host, liveRestore, context.entropy.now);
  return accept([...events, ...afterDaemonStart({ ...world, host }, ended, context)]);
};
