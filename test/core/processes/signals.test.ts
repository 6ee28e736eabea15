import { describe, expect, it } from 'vitest';
import type { ContainerId, NamespaceId, NamespacePid, Pid } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { exitProcess } from '../../../src/core/processes/exit.ts';
import { freeze, thaw } from '../../../src/core/processes/freeze.ts';
import { hasRoomFor, ownerOf } from '../../../src/core/processes/numbers.ts';
import { parsePs } from '../../../src/core/processes/ps-format.ts';
import { deliverSignal, signalEveryone } from '../../../src/core/processes/signal.ts';
import { forkProcess, spawnContainer, spawnService, spawnThread } from '../../../src/core/processes/spawn.ts';
import { bareHost, evolveHost } from '../../../src/core/streams/host/evolve.ts';
import { type Disposition, type Host, hostNamespace, type Process } from '../../../src/core/streams/host/host.ts';
import { defaultActionOf } from '../../../src/core/streams/host/signals.ts';

const at = instant(0);
const container = 'c'.repeat(64) as ContainerId;
const other = 'd'.repeat(64) as ContainerId;

const run = (host: Host = bareHost, id = container, init = false) =>
  spawnContainer(host, { container: id, argv: ['t'], pidMode: 'own', init }, at, { now: at, seed: id });
const of = (host: Host, pid: Pid): Process => {
  const process = host.processes.get(pid);
  if (!process) throw new Error(`there is no ${pid}`);
  return process;
};
const trap = (host: Host, pid: Pid, signal: number, disposition: Disposition): Host =>
  evolveHost(host, { stream: 'host', id: 'host', type: 'DispositionSet', at, pid, signal, disposition });
const types = (story: { readonly events: readonly { readonly type: string }[] }) =>
  story.events.map(({ type }) => type);

describe('what a signal does by itself: signal(7)', () => {
  const actions = { ignore: [17, 23, 28], stop: [19, 20, 21, 22], continue: [18] };
  it.each(Array.from({ length: 31 }, (_, at) => at + 1))('signal %d', (signal) => {
    const [action = 'end'] = Object.entries(actions).find(([, all]) => all.includes(signal)) ?? [];
    expect(defaultActionOf(signal)).toBe(action);
  });

  it.each([...Array(31).keys()].map((it) => it + 1))('a child of main takes signal %d so', (signal) => {
    const { host, pid } = run();
    const child = forkProcess(host, pid, at);
    const action = defaultActionOf(signal);
    const told = types(deliverSignal(child.host, child.pid, signal, 'inside', at));
    const expected = {
      end: ['SignalDelivered', 'ProcessExited'],
      stop: ['SignalDelivered', 'ProcessStopped'],
      ignore: ['SignalDelivered'],
      // It runs already.
      continue: ['SignalDelivered'],
    };
    expect(told).toEqual(expected[action]);
    const main = types(deliverSignal(host, pid, signal, 'inside', at));
    expect(main).toEqual(['SignalDelivered']);
    const forced = signal === 9 || signal === 19;
    expect(types(deliverSignal(host, pid, signal, 'outside', at)).length > 1).toBe(forced);
  });

  it.each<[string, 'stopped' | 'frozen' | 'stopped, frozen', readonly number[], Process['state']]>([
    ['a stop takes away', 'stopped', [19, 20, 18], 'sleeping'],
    ['a stop takes away', 'frozen', [19, 18], 'sleeping'],
    ['a CONT is taken away', 'frozen', [18, 19], 'stopped'],
    ['a CONT is taken away', 'stopped, frozen', [18, 20], 'stopped'],
    ['a stop takes away', 'stopped, frozen', [19, 18], 'sleeping'],
    ['nothing is taken away', 'stopped, frozen', [10, 18], 'sleeping'],
  ])('%s: %s, then %j: %s (measured, docs/facts.md)', (_, before, signals, after) => {
    const { host, pid } = run();
    const child = forkProcess(trap(host, pid, 10, { action: 'handle' }), pid, at);
    const send = (to: Host, signal: number) => deliverSignal(to, child.pid, signal, 'inside', at).host;
    const stopped = before.startsWith('stopped') ? send(child.host, 19) : child.host;
    const frozen = before.endsWith('frozen') ? freeze(stopped, container, at).host : stopped;
    const sent = signals.reduce(send, frozen);
    const thawed = before.endsWith('frozen') ? thaw(sent, container, at).host : sent;
    expect(of(thawed, child.pid).state).toBe(after);
    expect(of(thawed, child.pid).pending).toEqual(before === 'stopped, frozen' && after === 'stopped' ? [20] : []);
  });

  it('what is ignored does not wait in a frozen process, what is handled does', () => {
    const { host, pid } = run();
    const deaf = trap(trap(host, pid, 10, { action: 'ignore' }), pid, 12, { action: 'handle' });
    const frozen = freeze(deaf, container, at).host;
    expect(frozen.cgroups.get(container)?.frozen).toBe(true);
    expect(types(deliverSignal(frozen, pid, 10, 'outside', at))).toEqual(['SignalDelivered']);
    const waits = deliverSignal(frozen, pid, 12, 'outside', at);
    expect(types(waits)).toEqual(['SignalQueued']);
    expect(types(thaw(waits.host, container, at))).toEqual(['CgroupThawed', 'SignalDelivered']);
  });

  it('a continue that is ignored goes on all the same', () => {
    const { host, pid } = run();
    const deaf = trap(host, pid, 18, { action: 'ignore' });
    const stopped = deliverSignal(deaf, pid, 19, 'outside', at).host;
    expect(types(deliverSignal(stopped, pid, 18, 'outside', at))).toEqual(['SignalDelivered', 'ProcessContinued']);
  });

  it('a frozen parent waits for its children after the thaw; who ignores CHLD has none to wait for (measured)', () => {
    const joined = spawnContainer(
      run().host,
      {
        container: other,
        argv: ['sh'],
        pidMode: { of: run().pid },
        init: false,
      },
      at,
      { now: at, seed: 'joined' },
    );
    const child = forkProcess(joined.host, joined.pid, at);
    const waits = (host: Host) =>
      evolveHost(host, { stream: 'host', id: 'host', type: 'ReapingSet', at, pid: run().pid, reaps: true });
    const frozen = freeze(waits(child.host), container, at).host;
    const ended = deliverSignal(frozen, joined.pid, 1, 'outside', at).host;
    expect(ended.processes.get(child.pid)).toMatchObject({ state: 'zombie', parent: run().pid });
    expect(ended.processes.has(joined.pid)).toBe(false);
    expect(types(thaw(ended, container, at))).toEqual(['CgroupThawed', 'ProcessReaped']);
    const deaf = freeze(trap(child.host, run().pid, 17, { action: 'ignore' }), container, at).host;
    expect(deliverSignal(deaf, joined.pid, 1, 'outside', at).host.processes.has(child.pid)).toBe(false);
    const awake = deliverSignal(waits(child.host), joined.pid, 1, 'outside', at).host;
    expect(awake.processes.has(child.pid)).toBe(false);
  });

  it('the thaw takes the members in the order of their numbers', () => {
    const { host, pid } = run();
    let all = host;
    const children: Pid[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const child = forkProcess(all, pid, at);
      all = child.host;
      children.push(child.pid);
    }
    all = freeze(all, container, at).host;
    for (const child of [...children].reverse()) all = deliverSignal(all, child, 9, 'outside', at).host;
    const ends = thaw(all, container, at).events.filter(({ type }) => type === 'ProcessExited');
    expect(ends.map((it) => 'pid' in it && it.pid)).toEqual(children);
  });
});

describe('a signal to everyone', () => {
  it('from a container reaches what it sees but itself and its pid 1, from the host all but every pid 1', () => {
    const one = run();
    const child = forkProcess(one.host, one.pid, at);
    const sibling = forkProcess(child.host, one.pid, at);
    const two = run(sibling.host, other);
    const foreign = forkProcess(two.host, two.pid, at);
    const service = spawnService(foreign.host, { argv: ['cron'] }, at);
    const reached = (sender: Pid) =>
      signalEveryone(service.host, of(service.host, sender), 10, at)
        .events.filter(({ type }) => type === 'SignalDelivered')
        .map((it) => 'pid' in it && it.pid);
    expect(reached(child.pid)).toEqual([sibling.pid]);
    expect(reached(foreign.pid)).toEqual([]);
    const shims = [...service.host.shims.values()];
    expect(reached(service.pid)).toEqual([...shims, child.pid, sibling.pid, foreign.pid].sort((a, b) => a - b));
  });
});

describe('docker-init', () => {
  it('hands on what it can, but for CONT and what is forced', () => {
    const { host, pid } = run(bareHost, container, true);
    const [ward] = of(host, pid).children.keys();
    expect(of(host, ward as Pid).kind).toBe('ward');
    const reached = (signal: number) =>
      deliverSignal(host, pid, signal, 'outside', at)
        .events.filter(({ type }) => type === 'SignalDelivered')
        .map((it) => 'pid' in it && it.pid);
    expect(reached(15)).toEqual([pid, ward]);
    expect(reached(10)).toEqual([pid, ward]);
    expect(reached(18)).toEqual([pid]);
    expect(reached(9)).toEqual([pid]);
  });
});

describe('whose a number is', () => {
  it('a process, a thread’s process, or nobody', () => {
    const { host, pid } = run();
    const threaded = spawnThread(host, pid, 'worker', at);
    const { namespace } = of(host, pid);
    const { tid, nsTid } = threaded.thread;
    const whose = (id: NamespaceId, number: number) => ownerOf(threaded.host, id, number as NamespacePid);
    expect(threaded.thread).toEqual({ tid, nsTid, comm: 'worker' });
    expect([whose(namespace, 1), whose(namespace, nsTid), whose(namespace, 999)]).toEqual([pid, pid, undefined]);
    expect([whose(hostNamespace, pid), whose(hostNamespace, tid), whose(hostNamespace, 9999)]).toEqual([
      pid,
      pid,
      undefined,
    ]);
    expect(whose('gone' as NamespaceId, 1)).toBeUndefined();
    expect(hasRoomFor(threaded.host, 'gone' as NamespaceId, 1)).toBe(true);
    expect(exitProcess(threaded.host, pid, { code: 0 }, at).host.threads.size).toBe(0);
  });
});

describe('ps', () => {
  it.each([
    ['-o pid,comm --forest', 'pid,comm'],
    ['  -o   pid,comm  --forest ', 'pid,comm'],
  ])('%j: only the command hangs on a branch', (text) => {
    const format = parsePs(text);
    if (typeof format === 'string') throw new Error(format);
    const { host, pid } = run();
    const process = of(host, pid);
    const line = { host, process, thread: { tid: pid, nsTid: process.nsPid, comm: 'c' }, started: '00:00' };
    expect(format.columns.map(({ title, value }) => [title, value(line)])).toEqual([
      ['PID', String(pid)],
      ['COMMAND', '\\_ c'],
    ]);
  });
});
