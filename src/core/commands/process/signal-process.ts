import type { NamespacePid, Pid } from '../../kernel/brand.ts';
import { accept, reject } from '../../kernel/decision.ts';
import { ownerOf } from '../../processes/numbers.ts';
import { deliverSignal, signalEveryone } from '../../processes/signal.ts';
import { noSuchNumber } from '../../streams/host/rejections.ts';
import type { Verb } from '../verbs.ts';
import { actor, isRefused, withConsequences } from './acting.ts';

export type SignalProcess = {
  readonly issuer: 'process';
  readonly type: 'SignalProcess';
  readonly pid: Pid;
  /** A number of the sender's own pid namespace, a thread's too; -1 is everyone in it but pid 1 and the sender. */
  readonly target: number;
  readonly signal: number;
};

/** `kill` inside: only what the sender's pid namespace has can be named. The answer is success even if pid 1 is deaf. */
export const signalProcess: Verb<SignalProcess> = (world, { pid, target, signal }, { entropy: { now } }) => {
  const sender = actor(world, pid);
  if (isRefused(sender)) return reject(sender);
  if (target === -1) return accept(withConsequences(world, signalEveryone(world.host, sender, signal, now), now));
  const receiver = ownerOf(world.host, sender.namespace, target as NamespacePid);
  if (receiver === undefined) return reject(noSuchNumber(target));
  const from = world.host.processes.get(receiver)?.namespace === sender.namespace ? 'inside' : 'outside';
  return accept(withConsequences(world, deliverSignal(world.host, receiver, signal, from, now), now));
};
