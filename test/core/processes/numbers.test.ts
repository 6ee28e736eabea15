import { describe, expect, it } from 'vitest';
import type { ContainerId, ExecId, Pid } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import { exitProcess } from '../../../src/core/processes/exit.ts';
import { executesInPlace } from '../../../src/core/processes/programs.ts';
import { deliverSignal } from '../../../src/core/processes/signal.ts';
import { forkProcess, spawnContainer, spawnExec, spawnService } from '../../../src/core/processes/spawn.ts';
import { bareHost } from '../../../src/core/streams/host/evolve.ts';
import type { Host } from '../../../src/core/streams/host/host.ts';

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
