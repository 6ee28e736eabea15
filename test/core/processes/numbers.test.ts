import { describe, expect, it } from 'vitest';
import type { ContainerId, ExecId, Pid } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { exitProcess } from '../../../src/core/processes/exit.ts';
import { hasRoomFor } from '../../../src/core/processes/numbers.ts';
import { executesInPlace } from '../../../src/core/processes/programs.ts';
import { deliverSignal } from '../../../src/core/processes/signal.ts';
import { forkProcess, spawnContainer, spawnExec, spawnService } from '../../../src/core/processes/spawn.ts';
import { bareHost, evolveHost } from '../../../src/core/streams/host/evolve.ts';
import { type Host, hostNamespace } from '../../../src/core/streams/host/host.ts';

const at = instant(0);
const container = 'c'.repeat(64) as ContainerId;
const run = (seed: string, host: Host = bareHost) =>
  spawnContainer(host, { container, argv: ['t'], pidMode: 'own', init: false }, at, { now: at, seed });
const nsPidOf = (host: Host, pid: Pid): number => host.processes.get(pid)?.nsPid ?? 0;

describe('numbers of processes', () => {
  it('main is 1, and its first child 6, 7 or 8, each of them sometimes', () => {
    const firsts = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const { host, pid } = run(String(seed));
      expect(nsPidOf(host, pid)).toBe(1);
      const child = forkProcess(host, pid, at);
      firsts.add(nsPidOf(child.host, child.pid));
    }
    expect([...firsts].sort()).toEqual([6, 7, 8]);
  });

  it('the next exec is 5 to 7 above the last', () => {
    const steps = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      const { host, pid } = run(String(seed));
      const exec = { container, exec: 'e' as ExecId, main: pid, argv: ['t'] };
      const one = spawnExec(host, exec, at, { now: at, seed: `${seed} one` });
      const two = spawnExec(one.host, exec, at, { now: at, seed: `${seed} two` });
      steps.add(nsPidOf(two.host, two.pid) - nsPidOf(two.host, one.pid));
    }
    expect([...steps].sort()).toEqual([5, 6, 7]);
  });

  it('the host gives 300 after 32767, and no number twice', () => {
    let host = bareHost;
    const given = new Set<number>();
    let last = 0;
    for (let turn = 0; turn < 33_000; turn++) {
      const born = spawnService(host, { argv: ['true'] }, at);
      host = turn % 100 === 0 ? born.host : exitProcess(born.host, born.pid, { code: 0 }, at).host;
      if (born.pid < last) {
        expect(last).toBe(32767);
        expect(born.pid).toBeGreaterThanOrEqual(300);
        expect(given.has(born.pid)).toBe(false);
        return;
      }
      if (turn % 100 === 0) given.add(born.pid);
      last = born.pid;
    }
    expect.unreachable('the numbers never wrapped');
  });

  it('a thread of redis takes numbers like a process, and its number kills the whole', () => {
    const argv = ['redis-server'];
    const { host, pid } = spawnContainer(host0, { container, argv, pidMode: 'own', init: false }, at, {
      now: at,
      seed: 's',
    });
    const threads = host.processes.get(pid)?.threads ?? [];
    expect(threads.map(({ comm }) => comm)).toEqual([
      'bio_close_file',
      'bio_aof_fsync',
      'bio_lazy_free',
      'jemalloc_bg_thd',
    ]);
    expect(host.cgroups.get(container)?.pids).toBe(5);
    expect(threads.every(({ tid }) => host.threads.get(tid) === pid)).toBe(true);
  });
});

const host0: Host = { ...bareHost, daemon: 'running' };

describe('pid 1', () => {
  it('is deaf to KILL from inside and not from outside', () => {
    const { host, pid } = run('s', host0);
    expect(deliverSignal(host, pid, 9, 'inside', at).ended).toEqual([]);
    const { ended, host: after } = deliverSignal(host, pid, 9, 'outside', at);
    expect(ended.map(({ kind, ending }) => [kind, ending])).toEqual([['main', { signal: 9 }]]);
    expect(after.shims.size).toBe(0);
    expect(after.cgroups.size).toBe(0);
    expect(after.namespaces.size).toBe(1);
  });
});

describe('sh -c with one command', () => {
  it('is executed in place by busybox and bash, and forked by dash', () => {
    expect(executesInPlace('busybox', 'sleep 1000')).toBe(true);
    expect(executesInPlace('bash', 'sleep 1000')).toBe(true);
    expect(executesInPlace('dash', 'sleep 1000')).toBe(false);
    expect(executesInPlace('busybox', 'sleep 1; true')).toBe(false);
  });
});

describe('when numbers run out (as the kernel gave them, docs/facts.md)', () => {
  const full = (max: number): { readonly host: Host; readonly main: Pid; readonly given: readonly number[] } => {
    let { host, pid: main } = run('full');
    const namespace = host.processes.get(main)?.namespace ?? ('' as never);
    host = evolveHost(host, { stream: 'host', id: 'host', type: 'PidMaxSet', at, namespace, max });
    const given: number[] = [];
    while (hasRoomFor(host, namespace, 1)) {
      const child = forkProcess(host, main, at);
      host = child.host;
      given.push(nsPidOf(host, child.pid));
    }
    return { host, main, given };
  };

  it('a namespace gives every number below pid_max, and then none', () => {
    const { given } = full(301);
    expect(given.at(-1)).toBe(300);
    expect(new Set(given).size).toBe(given.length);
    expect(given.length).toBe(300 - (given[0] ?? 0) + 1);
  });

  it('a number below 300 is not given a second time, one from there on is', () => {
    const { host, main } = full(310);
    const namespace = host.processes.get(main)?.namespace ?? ('' as never);
    const free = (nsPid: number): Host => {
      const pid = host.namespaces.get(namespace)?.members.get(nsPid as never);
      if (pid === undefined) throw new Error(`nobody is ${nsPid}`);
      const dead = exitProcess(host, pid, { code: 0 }, at).host;
      return evolveHost(dead, { stream: 'host', id: 'host', type: 'ProcessReaped', at, pid });
    };
    expect(hasRoomFor(free(50), namespace, 1)).toBe(false);
    const again = free(302);
    expect(hasRoomFor(again, namespace, 1)).toBe(true);
    const child = forkProcess(again, main, at);
    expect(nsPidOf(child.host, child.pid)).toBe(302);
    expect(hasRoomFor(child.host, namespace, 1)).toBe(false);
  });

  it('the host has its own end', () => {
    const { host } = run('host');
    const small = evolveHost(host, {
      stream: 'host',
      id: 'host',
      type: 'PidMaxSet',
      at,
      namespace: hostNamespace,
      max: 301,
    });
    expect(hasRoomFor(small, hostNamespace, 1)).toBe(false);
    expect(hasRoomFor(host, hostNamespace, 32_000)).toBe(true);
    expect(hasRoomFor(host, hostNamespace, 33_000)).toBe(false);
  });
});
