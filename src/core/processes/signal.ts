import type { Instant, Pid } from '../kernel/brand.ts';
import { known } from '../kernel/impossible.ts';
import type { Host, Process } from '../streams/host/host.ts';
import { hostInit, hostNamespace } from '../streams/host/host.ts';
import { CONT, defaultActionOf, KILL, STOP } from '../streams/host/signals.ts';
import { isNamespaceInit, tellExit, tellWait } from './exit.ts';
import { begin, type Story, type Telling, tell } from './story.ts';

/** Where the sender stands: in the target's pid namespace, or above it. It matters to pid 1 alone. */
export type From = 'inside' | 'outside';

/** A signal is sent to a process that exists. `ended` tells which mains and execs it ended. */
export const deliverSignal = (host: Host, pid: Pid, signal: number, from: From, at: Instant): Story => {
  const telling = begin(host);
  tellSignal(telling, pid, signal, from, at);
  return telling;
};

/** `kill -1`: everyone that the sender can see, but pid 1 and itself. */
export const signalEveryone = (host: Host, sender: Process, signal: number, at: Instant): Story => {
  const telling = begin(host);
  for (const pid of seenBy(host, sender)) {
    const target = telling.host.processes.get(pid);
    if (!target || pid === sender.pid || isNamespaceInit(telling.host, target) || pid === hostInit) continue;
    // Where it comes from matters to pid 1 alone.
    tellSignal(telling, pid, signal, 'inside', at);
  }
  return telling;
};

/** In the host's namespace one sees the processes of all others too. */
const seenBy = (host: Host, { namespace }: Process): readonly Pid[] => {
  const own = known(host.namespaces.get(namespace), 'namespace of a process').members;
  return [...(namespace === hostNamespace ? host.processes.keys() : own.values())].sort((a, b) => a - b);
};

export const tellSignal = (telling: Telling, pid: Pid, signal: number, from: From, at: Instant): void => {
  const process = telling.host.processes.get(pid);
  if (!process || process.state === 'zombie' || signal === 0) return;
  const effect = effectOf(telling.host, process, signal, from);
  const waits = effect !== 'nothing' && mustWait(telling.host, process, signal);
  tell(telling, { stream: 'host', id: 'host', type: waits ? 'SignalQueued' : 'SignalDelivered', at, pid, signal });
  if (!waits) take(telling, process, signal, effect, at);
};

type Effect = 'nothing' | 'handle' | 'stop' | 'continue' | { readonly exits: number } | 'end';

/**
 * Pid 1 of a namespace is deaf to what it has no handler for, KILL and STOP from inside included; from above the
 * kernel forces these two upon it (measured, docs/facts.md).
 */
const effectOf = (host: Host, process: Process, signal: number, from: From): Effect => {
  const isForced = signal === KILL || signal === STOP;
  if (process.pid === hostInit) return 'nothing';
  const wish = isForced ? undefined : process.dispositions[signal];
  if (wish?.action === 'ignore') return signal === CONT ? 'continue' : 'nothing';
  if (wish?.action === 'handle') return 'handle';
  if (wish?.action === 'exit') return { exits: wish.code };
  if (!isForced && signal !== CONT && wardOf(host, process) !== undefined) return 'handle';
  const action = defaultActionOf(signal);
  if (action === 'continue') return 'continue';
  if (action === 'ignore') return 'nothing';
  if (isNamespaceInit(host, process) && !(isForced && from === 'outside')) return 'nothing';
  return action;
};

/** Whether the kernel ends a process in the act of sending: what is sent after it comes too late (measured, docs/facts.md). */
export const endsAtOnce = (host: Host, pid: Pid, signal: number): boolean => {
  const process = host.processes.get(pid);
  return (
    process !== undefined && !mustWait(host, process, signal) && effectOf(host, process, signal, 'outside') === 'end'
  );
};

/** Nothing reaches a frozen process; a stopped one hears of KILL and CONT only. */
const mustWait = (host: Host, process: Process, signal: number): boolean =>
  (process.cgroup !== undefined && host.cgroups.get(process.cgroup)?.frozen === true) ||
  (process.state === 'stopped' && signal !== KILL && signal !== CONT);

const take = (telling: Telling, process: Process, signal: number, effect: Effect, at: Instant): void => {
  const { pid } = process;
  if (effect === 'end') tellExit(telling, pid, { signal }, at);
  else if (typeof effect === 'object') tellExit(telling, pid, { code: effect.exits }, at);
  else if (effect === 'stop' && process.state === 'sleeping')
    tell(telling, { stream: 'host', id: 'host', type: 'ProcessStopped', at, pid });
  else if (effect === 'continue') goOn(telling, process, at);
  else if (effect === 'handle') pass(telling, process, signal, at);
};

/** A continued process takes what has waited for it, and waits for the children that ended meanwhile. */
const goOn = (telling: Telling, { pid, state, reaps }: Process, at: Instant): void => {
  if (state !== 'stopped') return;
  tell(telling, { stream: 'host', id: 'host', type: 'ProcessContinued', at, pid });
  if (reaps) tellWait(telling, pid, at);
  takePending(telling, pid, at);
};

/** Signals that were queued are delivered, KILL first as the kernel does. */
export const takePending = (telling: Telling, pid: Pid, at: Instant): void => {
  const queued = telling.host.processes.get(pid)?.pending ?? [];
  for (const signal of queued.includes(KILL) ? [KILL, ...queued.filter((it) => it !== KILL)] : queued) {
    const process = telling.host.processes.get(pid);
    if (!process || process.state === 'zombie') return;
    if (mustWait(telling.host, process, signal)) continue;
    tell(telling, { stream: 'host', id: 'host', type: 'SignalDelivered', at, pid, signal });
    // What was queued had an effect when it was sent; that a forced signal came from above was settled then.
    take(telling, process, signal, effectOf(telling.host, process, signal, 'outside'), at);
  }
};

/** docker-init hands every signal on to its command. */
const pass = (telling: Telling, process: Process, signal: number, at: Instant): void => {
  const ward = wardOf(telling.host, process);
  if (ward !== undefined) tellSignal(telling, ward, signal, 'inside', at);
};

const wardOf = (host: Host, { kind, children }: Process): Pid | undefined => {
  if (kind !== 'main') return undefined;
  for (const child of children.keys()) if (host.processes.get(child)?.kind === 'ward') return child;
  return undefined;
};
