import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import type { Pid } from '../../../src/core/kernel/brand.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';
import { create, start } from '../../facts/lifecycle/states.ts';

// What Linux does with processes (proc(5), signal(7), kernel/exit.c), and what of the engine was measured (docs/facts.md).

const running = (more: object = {}): Bench => {
  const bench = new Bench();
  create(bench, { Image: 'base:1', Cmd: ['sleep', '9'], HostConfig: { NetworkMode: 'none' }, ...more });
  start(bench);
  return bench;
};

const perform = (bench: Bench, command: object) => {
  const { accepted, events, ...decision } = bench.perform(command as Command);
  expect({ accepted, ...(!accepted && decision) }).toEqual({ accepted: true });
  return events;
};

const main = (bench: Bench): Pid => known(bench.main(), 'main');
const by = (pid: number, type: string, more: object = {}) => ({ issuer: 'process', type, pid, ...more });
const host = (type: string, more: object = {}) => ({ issuer: 'host', type, ...more });
const client = (type: string, more: object = {}) => ({ issuer: 'client', type, container: 'web', ...more });
const shimOf = (bench: Bench): Pid => known(bench.world.host.shims.get(known(bench.container(), 'web').id), 'shim');

/** The child that a process forks. */
const forked = (bench: Bench, pid: Pid, more: object = {}): Pid => {
  const event = perform(bench, by(pid, 'ForkProcess', more)).find(({ type }) => type === 'ProcessSpawned');
  return (event as unknown as { readonly pid: Pid }).pid;
};

const born = (bench: Bench, command: object) =>
  known(
    perform(bench, command).find(({ type }) => type === 'ProcessSpawned'),
    'birth',
  );

describe('a process is born', () => {
  it('the shim carries its container’s id in its arguments, and is a child of the host’s pid 1', () => {
    const bench = running();
    const { argv, comm, parent, kind } = known(bench.world.host.processes.get(shimOf(bench)), 'shim');
    expect({ argv, comm, parent, kind }).toEqual({
      argv: ['containerd-shim-runc-v2', '-namespace', 'moby', '-id', known(bench.container(), 'web').id],
      comm: 'containerd-shim',
      parent: 1,
      kind: 'shim',
    });
  });

  it('a child is its parent’s copy: user, cgroup, exec, name and arguments', () => {
    const bench = running({ User: '7' });
    const child = born(bench, by(main(bench), 'ForkProcess'));
    expect(child).toMatchObject({
      kind: 'child',
      user: '7',
      comm: 'sleep',
      argv: ['sleep', '9'],
      parent: main(bench),
      cgroup: bench.container()?.id,
    });
    expect(bench.container()?.id).toMatch(/^[0-9a-f]{64}$/);
    expect('exec' in child).toBe(false);
  });

  it('a child of an exec belongs to the exec', () => {
    const bench = running();
    const made = bench.perform(client('CreateExec', { config: { command: ['sleep', '8'] } }) as Command);
    const exec = (made as { readonly answer?: { readonly id: string } }).answer?.id;
    const pid = (
      perform(bench, { issuer: 'client', type: 'StartExec', exec, detach: true }).find(
        ({ type }) => type === 'ExecStarted',
      ) as unknown as { readonly pid: Pid }
    ).pid;
    expect(bench.world.host.processes.get(pid)).toMatchObject({
      kind: 'exec',
      exec,
      comm: 'sleep',
      parent: shimOf(bench),
    });
    const child = forked(bench, pid);
    expect(bench.world.host.processes.get(child)).toMatchObject({ kind: 'child', exec });
  });

  it('a service of the host has the name and the user that it is given, or its program’s and none', () => {
    const bench = new Bench();
    const named = born(bench, host('StartService', { argv: ['/usr/bin/x', 'y'], comm: 'z', user: 'redis' }));
    expect(named).toMatchObject({ kind: 'service', parent: 1, comm: 'z', user: 'redis', argv: ['/usr/bin/x', 'y'] });
    const plain = born(bench, host('StartService', { argv: ['/usr/bin/x'] }));
    expect(plain).toMatchObject({ kind: 'service', parent: 1, comm: 'x' });
    expect('user' in plain).toBe(false);
    const { pid } = plain as unknown as { readonly pid: Pid };
    const child = born(bench, by(pid, 'ForkProcess'));
    expect(child).toMatchObject({ kind: 'service', parent: pid });
    expect('cgroup' in child || 'exec' in child || 'user' in child).toBe(false);
  });

  it('the kernel keeps fifteen characters of a program’s name', () => {
    const bench = running();
    const [executed] = perform(bench, by(main(bench), 'ExecuteProgram', { argv: ['/bin/a-name-that-is-too-long'] }));
    expect(executed).toMatchObject({ comm: 'a-name-that-is-', argv: ['/bin/a-name-that-is-too-long'] });
  });

  it('an entry script that executes its arguments has become them; alone it is itself', () => {
    const bench = running();
    const comms = [['docker-entrypoint.sh', 'redis-server'], ['/x/docker-entrypoint.sh']].map((argv) => {
      const [executed] = perform(bench, by(main(bench), 'ExecuteProgram', { argv }));
      return (executed as unknown as { readonly comm: string }).comm;
    });
    expect(comms).toEqual(['redis-server', 'docker-entrypoi']);
  });

  it('execve forgets handlers and keeps what is ignored', () => {
    const bench = running();
    bench.trap(10, { action: 'ignore' });
    bench.trap(12, { action: 'handle' });
    bench.trap(15, { action: 'exit', code: 3 });
    const [executed] = perform(bench, by(main(bench), 'ExecuteProgram', { argv: ['sleep'] }));
    expect(executed).toMatchObject({ dispositions: { 10: { action: 'ignore' } } });
    expect(Object.keys((executed as unknown as { readonly dispositions: object }).dispositions)).toEqual(['10']);
  });
});

describe('a namespace ends with its pid 1', () => {
  it('the others are killed in the order of their numbers, but for those that are dead already', () => {
    const bench = running();
    const children = Array.from({ length: 12 }, () => forked(bench, main(bench)));
    const [dead = 0 as Pid, ...living] = children;
    perform(bench, by(dead, 'ExitProcess', { code: 0 }));
    expect(bench.world.host.processes.get(dead)?.state).toBe('zombie');
    const pid = main(bench);
    const events = perform(bench, by(pid, 'ExitProcess', { code: 4 }));
    const ends = events.filter(({ type }) => type === 'ProcessExited') as unknown as { pid: Pid; ending: object }[];
    expect(ends.slice(0, 12).map((it) => [it.pid, it.ending])).toEqual([
      ...living.map((it) => [it, { signal: 9 }]),
      [pid, { code: 4 }],
    ]);
    const gone = events.filter(({ type }) => type === 'ProcessReaped') as unknown as { pid: Pid }[];
    expect(gone.map((it) => it.pid).slice(0, 12)).toEqual(children);
    for (const it of [...children, pid]) expect(bench.world.host.processes.has(it)).toBe(false);
  });
});

describe('signals that wait', () => {
  const codeAfter = (signals: readonly number[]): number | undefined => {
    const bench = running();
    bench.trap(1, { action: 'exit', code: 5 });
    bench.trap(15, { action: 'exit', code: 6 });
    perform(bench, client('PauseContainer'));
    for (const signal of signals) perform(bench, host('SignalHostProcess', { pid: main(bench), signal }));
    perform(bench, client('UnpauseContainer'));
    const state = bench.container()?.state;
    return state?.status === 'exited' ? state.exitCode : undefined;
  };

  it.each<[readonly number[], number]>([
    [[1, 15], 5],
    [[15, 1], 6],
    [[1, 9], 137],
    [[9, 15], 137],
  ])('a frozen main that was sent %j ends with %d', (signals, code) => expect(codeAfter(signals)).toBe(code));

  it('nothing ends a stopped process but KILL; the others wait for CONT', () => {
    const bench = running();
    const signal = (number: number) => perform(bench, host('SignalHostProcess', { pid: main(bench), signal: number }));
    bench.trap(15, { action: 'exit', code: 6 });
    expect(signal(19).map(({ type }) => type)).toEqual(['SignalDelivered', 'ProcessStopped']);
    expect(signal(15).map(({ type }) => type)).toEqual(['SignalQueued']);
    expect(
      signal(18)
        .map(({ type }) => type)
        .slice(0, 4),
    ).toEqual(['SignalDelivered', 'ProcessContinued', 'SignalDelivered', 'ProcessExited']);
    expect(bench.container()?.state).toMatchObject({ status: 'exited', exitCode: 6 });
  });
});

describe('the engine’s own processes', () => {
  const containerd = (bench: Bench) =>
    [...bench.world.host.processes.values()].filter(({ kind }) => kind === 'containerd');

  it('dockerd starts another containerd, ten seconds later, as its own child', () => {
    const bench = running();
    const [before] = containerd(bench);
    const since = bench.now;
    const events = perform(bench, host('KillContainerd'));
    const [after, ...others] = containerd(bench);
    expect(others).toEqual([]);
    expect(after?.pid).not.toBe(before?.pid);
    expect(bench.world.host.processes.get(after?.parent as Pid)).toMatchObject({ kind: 'dockerd' });
    const birth = known(
      events.find(({ type }) => type === 'ProcessSpawned'),
      'birth',
    );
    expect(Date.parse(birth.at) - Date.parse(since)).toBe(10_001);
    expect(bench.container()?.state.status).toBe('running');
  });

  it('a shim that is killed without a daemon leaves main alive, until the daemon is back: it counts as lost', () => {
    const bench = running();
    const pid = main(bench);
    perform(bench, host('CrashDaemon'));
    perform(bench, host('SignalHostProcess', { pid: shimOf(bench), signal: 9 }));
    expect(bench.world.host.processes.get(pid)).toMatchObject({ state: 'sleeping', parent: 1 });
    perform(bench, host('StartDaemon'));
    expect(bench.world.host.processes.has(pid)).toBe(false);
    expect(bench.container()?.state).toMatchObject({ status: 'exited', exitCode: 255 });
  });

  it('one that is frozen then is thawed and killed by the next daemon (measured, docs/facts.md)', () => {
    const bench = running();
    const child = forked(bench, main(bench));
    perform(bench, client('PauseContainer'));
    perform(bench, host('CrashDaemon'));
    perform(bench, host('SignalHostProcess', { pid: shimOf(bench), signal: 9 }));
    const told = perform(bench, host('StartDaemon')).map(({ type }) => type);
    expect(told.indexOf('CgroupThawed')).toBeGreaterThan(0);
    expect(told.indexOf('CgroupThawed')).toBeLessThan(told.indexOf('ProcessExited'));
    expect(bench.world.host.cgroups.size).toBe(0);
    expect(bench.world.host.processes.has(child)).toBe(false);
    expect(bench.container()?.state).toMatchObject({ status: 'exited', exitCode: 255 });
  });

  it('a main that ended without a daemon has its code once the daemon is back', () => {
    const bench = running();
    perform(bench, host('CrashDaemon'));
    bench.exit(4);
    bench.pass(60_000);
    perform(bench, host('StartDaemon'));
    expect(bench.container()?.state).toMatchObject({ status: 'exited', exitCode: 4 });
  });

  it('a stop of the daemon takes down what runs, in order of birth, and starts what a policy wants again', () => {
    const bench = new Bench();
    const policy = (Name: 'no' | 'always' | 'unless-stopped') => ({
      NetworkMode: 'none',
      RestartPolicy: { Name, MaximumRetryCount: 0 },
    });
    for (const [name, Name] of [
      ['web', 'unless-stopped'],
      ['always', 'always'],
      ['no', 'no'],
      ['stopped', 'unless-stopped'],
    ] as const) {
      create(bench, { Image: 'base:1', Cmd: ['sleep', '9'], HostConfig: policy(Name) }, name);
      start(bench, name);
      bench.pass(10);
    }
    perform(bench, { issuer: 'client', type: 'StopContainer', container: 'stopped', timeout: 1 });
    perform(bench, host('StopDaemon'));
    const states = () => ['web', 'always', 'no', 'stopped'].map((name) => bench.container(name)?.state.status);
    expect(states()).toEqual(['exited', 'exited', 'exited', 'exited']);
    perform(bench, host('StartDaemon'));
    expect(states()).toEqual(['running', 'running', 'exited', 'exited']);
  });
});

describe('what a process prints', () => {
  it.each([
    [false, 'stderr', 'a\nb\n', 'stderr', 'a\nb\n'],
    [false, 'stdout', 'a\n', 'stdout', 'a\n'],
    [true, 'stderr', 'a\nb\r\n', 'stdout', 'a\r\nb\r\n'],
  ])('with a terminal %s, on %s', (Tty, output, text, shownOn, shown) => {
    const bench = running({ Tty });
    expect(perform(bench, by(main(bench), 'PrintOutput', { output, text }))).toMatchObject([
      { type: 'OutputPrinted', output: shownOn, text: shown },
    ]);
  });
});

describe('an exec', () => {
  it('runs once, and not twice at a time (measured)', () => {
    const bench = running();
    const made = bench.perform(client('CreateExec', { config: { command: ['sleep', '8'] } }) as Command);
    const exec = (made as { readonly answer?: { readonly id: string } }).answer?.id;
    const startIt = { issuer: 'client', type: 'StartExec', exec, detach: true };
    perform(bench, startIt);
    expect(bench.perform(startIt as Command)).toMatchObject({
      rejection: { status: 409, message: `Error: Exec command ${exec} is already running` },
    });
  });
});

describe('a volume', () => {
  const made = (more: object) =>
    known(perform(new Bench(), { issuer: 'client', type: 'CreateVolume', ...more })[0], 'it');

  it('is told with its labels and options, and is anonymous when nobody named it', () => {
    expect(made({ name: 'vol', labels: { a: '1' }, options: { type: 'tmpfs' } })).toMatchObject({
      id: 'vol',
      driver: 'local',
      labels: { a: '1' },
      options: { type: 'tmpfs' },
      anonymous: false,
    });
    const anonymous = made({});
    expect(anonymous).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{64}$/), anonymous: true });
    expect('labels' in anonymous || 'options' in anonymous).toBe(false);
  });
});
