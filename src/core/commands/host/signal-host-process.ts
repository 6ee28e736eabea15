import type { NamespacePid, Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { ownerOf } from '../../processes/numbers.ts';
import { deliverSignal } from '../../processes/signal.ts';
import { hostNamespace } from '../../streams/host/host.ts';
import { noSuchNumber } from '../../streams/host/rejections.ts';
import { TERM } from '../../streams/host/signals.ts';
import { withConsequences } from '../process/acting.ts';
import type { Verb } from '../verbs.ts';
import { stopDaemon } from './stop-daemon.ts';

export type SignalHostProcess = {
  readonly issuer: 'host';
  readonly type: 'SignalHostProcess';
  readonly pid: Pid;
  readonly signal: number;
};

/** `kill` by root of the host: any process, a container's or the engine's own; a thread's number means its process. */
export const signalHostProcess: Verb<SignalHostProcess> = (world, { pid, signal }, context) => {
  const { now } = context.entropy;
  const receiver = ownerOf(world.host, hostNamespace, pid as number as NamespacePid);
  const target = receiver === undefined ? undefined : world.host.processes.get(receiver);
  if (!target) return reject(noSuchNumber(pid));
  const isShutdown = target.kind === 'dockerd' && (signal === TERM || signal === 2) && target.state === 'sleeping';
  if (isShutdown) return stopDaemon(world, { issuer: 'host', type: 'StopDaemon' }, context);
  const from = target.namespace === hostNamespace ? 'inside' : 'outside';
  return accept(withConsequences(world, deliverSignal(world.host, target.pid, signal, from, now), now));
};
