import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/decide.ts';
import type { Pid } from '../../../src/core/kernel/brand.ts';
import { known } from '../../../src/core/kernel/impossible.ts';
import { later } from '../../../src/core/kernel/instant.ts';
import { unionOf } from '../../../src/core/mounts/union-of.ts';
import { lstat } from '../../../src/core/overlay/index.ts';
import { Bench } from '../../facts/lifecycle/bench.ts';
import { create, obeying, runObeying, start } from '../../facts/lifecycle/states.ts';

// Ends and starts of the engine, memory, and system calls of processes across mounts: docs/facts/container-lifecycle.md,
// docs/facts/processes.md and docs/facts/overlay.md.

const perform = (bench: Bench, command: object) => {
  const { accepted, events, ...decision } = bench.perform(command as Command);
  expect({ accepted, ...(!accepted && decision) }).toEqual({ accepted: true });
  return events;
};
const refused = (bench: Bench, command: object) => {
  const decision = bench.perform(command as Command);
  return decision.accepted ? undefined : decision.rejection.message;
};
const errno = (bench: Bench, command: object) => {
  const decision = bench.perform(command as Command);
  return decision.accepted ? undefined : /: (E\w+)$/.exec(decision.rejection.message)?.[1];
};
const host = (type: string, more: object = {}) => ({ issuer: 'host', type, ...more });
const client = (type: string, more: object = {}) => ({ issuer: 'client', type, container: 'web', ...more });
const by = (pid: number, type: string, more: object = {}) => ({ issuer: 'process', type, pid, ...more });
const main = (bench: Bench, name = 'web'): Pid => known(bench.main(name), `main of ${name}`);
const stateOf = (bench: Bench, name: string) => known(bench.container(name), name).state;
const codeOf = (bench: Bench, name: string) => {
  const state = stateOf(bench, name);
  return 'exitCode' in state ? state.exitCode : undefined;
};

const running = (bench: Bench, name: string, more: object = {}): void => {
  create(bench, { Image: 'base:1', Cmd: ['sleep', '9'], HostConfig: { NetworkMode: 'none' }, ...more }, name);
  start(bench, name);
};
const dead = (bench: Bench): readonly string[] =>
  bench.told.filter(({ Action }) => Action === 'die').map(({ Actor }) => Actor.Attributes.name ?? '');

describe('the daemon goes', () => {
  it('what obeys its stop signal ends first, in order of birth, then the others by their patience', () => {
    const bench = new Bench();
    for (const [name, StopTimeout] of [
      ['long', 30],
      ['short', 2],
      ['middle', 7],
    ] as const)
      running(bench, name, { StopTimeout });
    create(bench, { Image: 'base:1', Cmd: [...obeying], HostConfig: { NetworkMode: 'none' } }, 'obeys');
    runObeying(bench, obeying, 'obeys');
    const since = bench.now;
    perform(bench, host('StopDaemon'));
    expect(dead(bench)).toEqual(['obeys', 'short', 'middle', 'long']);
    expect(['obeys', 'short', 'long'].map((name) => codeOf(bench, name))).toEqual([42, 137, 137]);
    expect(bench.now).toBe(later(since, 30_001));
    expect(refused(bench, host('StopDaemon'))).toBeDefined();
  });

  it('it does not wait for ever for one that has no timeout', () => {
    const bench = new Bench();
    running(bench, 'web', { StopTimeout: -1 });
    perform(bench, host('StopDaemon'));
    expect(codeOf(bench, 'web')).toBe(137);
  });

  it('a shutdown is no stop by hand: unless-stopped comes back; a stop by hand it remembers', () => {
    const bench = new Bench();
    const HostConfig = { NetworkMode: 'none', RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 } };
    for (const name of ['web', 'stopped']) running(bench, name, { HostConfig });
    perform(bench, client('StopContainer', { container: 'stopped', timeout: 0 }));
    perform(bench, host('StopDaemon'));
    perform(bench, host('StartDaemon'));
    expect([stateOf(bench, 'web').status, stateOf(bench, 'stopped').status]).toEqual(['running', 'exited']);
  });

  it('a signal to dockerd is a shutdown when it is TERM or INT, and an end without any order when it is KILL', () => {
    for (const [signal, daemon, status] of [
      [15, 'stopped', 'exited'],
      [2, 'stopped', 'exited'],
      [9, 'crashed', 'running'],
    ] as const) {
      const bench = new Bench();
      running(bench, 'web');
      const dockerd = known(
        [...bench.world.host.processes.values()].find(({ kind }) => kind === 'dockerd'),
        'dockerd',
      );
      perform(bench, host('SignalHostProcess', { pid: dockerd.pid, signal }));
      expect([bench.world.host.daemon, stateOf(bench, 'web').status]).toEqual([daemon, status]);
    }
    expect(refused(new Bench(), host('SignalHostProcess', { pid: 99_999, signal: 9 }))).toBeDefined();
  });

  it('with live-restore mains live on and are taken up again; one that is to be removed is killed', () => {
    const bench = new Bench(true);
    running(bench, 'web');
    running(bench, 'gone', { HostConfig: { NetworkMode: 'none', AutoRemove: true } });
    const pid = main(bench);
    perform(bench, host('StopDaemon'));
    expect(bench.world.host.processes.get(pid)?.state).toBe('sleeping');
    perform(bench, host('StartDaemon'));
    expect([main(bench), bench.container('gone')]).toEqual([pid, undefined]);
  });

  it('what survives a crash is stopped by the next daemon, by hand: unless-stopped stays down, always comes back', () => {
    const bench = new Bench();
    for (const Name of ['unless-stopped', 'always', 'no'] as const)
      running(bench, Name, { HostConfig: { NetworkMode: 'none', RestartPolicy: { Name, MaximumRetryCount: 0 } } });
    perform(bench, host('CrashDaemon'));
    expect(stateOf(bench, 'no').status).toBe('running');
    perform(bench, host('StartDaemon'));
    const states = ['unless-stopped', 'always', 'no'].map((name) => stateOf(bench, name).status);
    expect(states).toEqual(['exited', 'running', 'exited']);
    expect(refused(bench, host('StartDaemon'))).toBeDefined();
  });

  it('an end that nobody heard has its code and its time later, without a die', () => {
    const bench = new Bench();
    running(bench, 'web');
    perform(bench, host('CrashDaemon'));
    bench.exit(7);
    const ended = bench.now;
    bench.pass(5000);
    perform(bench, host('StartDaemon'));
    const state = stateOf(bench, 'web');
    expect(state).toMatchObject({ status: 'exited', exitCode: 7, finishedAt: ended });
    expect(dead(bench)).toEqual([]);
  });

  it('an engine is installed once, whether it runs or not; its containerd goes and comes with it or stays', () => {
    const kinds = (bench: Bench) =>
      [...bench.world.host.processes.values()].filter(({ kind }) => kind === 'containerd').map(({ parent }) => parent);
    const bench = new Bench();
    expect(refused(bench, host('InstallEngine'))).toBeDefined();
    const dockerd = [...bench.world.host.processes.values()].find(({ kind }) => kind === 'dockerd')?.pid;
    expect(kinds(bench)).toEqual([dockerd]);
    perform(bench, host('StopDaemon'));
    expect(kinds(bench)).toEqual([]);
    const apart = new Bench();
    apart.world = new Bench().world;
    perform(apart, host('KillContainerd'));
    expect(kinds(apart)).toHaveLength(1);
  });
});

describe('memory runs out', () => {
  it('main ends with 137 and the container says why; a child ends alone', () => {
    const bench = new Bench();
    running(bench, 'web');
    const fork = perform(bench, by(main(bench), 'ForkProcess')).find(({ type }) => type === 'ProcessSpawned');
    const { pid } = fork as unknown as { readonly pid: Pid };
    perform(bench, host('RunOutOfMemory', { pid }));
    expect(stateOf(bench, 'web').status).toBe('running');
    perform(bench, host('RunOutOfMemory', { pid: main(bench) }));
    expect(stateOf(bench, 'web')).toMatchObject({ status: 'exited', exitCode: 137 });
    expect(bench.told.filter(({ Action }) => Action === 'oom')).toHaveLength(2);
    expect(refused(bench, host('RunOutOfMemory', { pid: 1 }))).toBeDefined();
  });

  it('a service of the host ends, and no container hears of it; nor does one while no daemon runs', () => {
    const bench = new Bench();
    running(bench, 'web');
    const born = perform(bench, host('StartService', { argv: ['/usr/bin/x'] })).at(-1);
    const { pid } = born as unknown as { readonly pid: Pid };
    perform(bench, host('RunOutOfMemory', { pid }));
    expect(bench.world.host.processes.has(pid)).toBe(false);
    perform(bench, host('CrashDaemon'));
    perform(bench, host('RunOutOfMemory', { pid: main(bench) }));
    expect(bench.told.filter(({ Action }) => Action === 'oom')).toEqual([]);
  });
});

describe('a stop without an end', () => {
  it('blocks as long as main does not obey, and a restart too', () => {
    for (const type of ['StopContainer', 'RestartContainer']) {
      const bench = new Bench();
      running(bench, 'web');
      const decision = bench.perform(client(type, { timeout: -1 }) as unknown as Command);
      expect(decision.accepted && decision.answer).toMatchObject({ blocks: true });
      expect(stateOf(bench, 'web').status).toBe('running');
      expect(bench.told.filter(({ Action }) => Action === 'stop' || Action === 'restart')).toEqual([]);
    }
  });
});

describe('an exec that was made is started in another state', () => {
  const made = (restart?: string) => {
    const bench = new Bench();
    const RestartPolicy = { Name: restart ?? 'no', MaximumRetryCount: 0 };
    running(bench, 'web', { HostConfig: { NetworkMode: 'none', RestartPolicy } });
    const decision = bench.perform(client('CreateExec', { config: { command: ['true'] } }) as unknown as Command);
    const exec = (decision as unknown as { readonly answer: { readonly id: string } }).answer.id;
    return { bench, begin: () => refused(bench, { issuer: 'client', type: 'StartExec', exec, detach: true }) };
  };

  it('paused it is refused, and it runs once when it goes on', () => {
    const { bench, begin } = made();
    perform(bench, client('PauseContainer'));
    expect(begin()).toBe(`Container ${bench.container()?.id} is paused, unpause the container before exec`);
    perform(bench, client('UnpauseContainer'));
    expect(begin()).toBeUndefined();
    expect(begin()).toMatch(/ is already running$/);
  });

  it('one that has run is refused in the words of each state', () => {
    const { bench, begin } = made('always');
    expect(begin()).toBeUndefined();
    bench.exit(3);
    const id = bench.container()?.id;
    expect(begin()).toBe(`Container ${id} is restarting, wait until the container is running`);
    perform(bench, client('StopContainer', { timeout: 0 }));
    expect(begin()).toMatch(new RegExp(`^Container ${id} is not running: Exited \\(3\\) `));
  });

  it('it is gone with its container’s run', () => {
    const { bench, begin } = made();
    bench.exit(0);
    expect(begin()).toMatch(/^No such exec instance: [0-9a-f]{64}$/);
  });
});

describe('a process calls', () => {
  const mounts = (): Bench => {
    const bench = new Bench();
    const Binds = ['va:/va', 'vb:/vb', 'va:/again'];
    const HostConfig = { NetworkMode: 'none', Binds, Tmpfs: { '/ta': '', '/tb': '' } };
    running(bench, 'web', { HostConfig });
    return bench;
  };
  const file = (bench: Bench, path: string): void => void perform(bench, by(main(bench), 'CreateFile', { path }));

  it('two paths of one file system, or EXDEV', () => {
    for (const type of ['RenameFile', 'LinkFile']) {
      const bench = mounts();
      for (const root of ['', '/va', '/ta']) file(bench, `${root}/f`);
      const call = (path: string, to: string) => errno(bench, by(main(bench), type, { path, to }));
      for (const [from, to] of [
        ['/f', '/va/x'],
        ['/va/f', '/x'],
        ['/va/f', '/vb/x'],
        ['/va/f', '/ta/x'],
        ['/ta/f', '/tb/x'],
        ['/ta/f', '/x'],
        ['/f', '/dev/x'],
      ] as const)
        expect([from, to, call(from, to)]).toEqual([from, to, 'EXDEV']);
      for (const [from, to] of [
        ['/f', '/g'],
        ['/va/f', '/va/g'],
        ['/ta/f', '/ta/g'],
      ] as const)
        expect([from, to, call(from, to)]).toEqual([from, to, undefined]);
    }
  });

  it('rename of a mount point is busy, on either side; a link to one is not', () => {
    const bench = mounts();
    file(bench, '/f');
    for (const mount of ['/va', '/ta', '/vb'])
      expect([
        errno(bench, by(main(bench), 'RenameFile', { path: mount, to: '/z' })),
        errno(bench, by(main(bench), 'RenameFile', { path: '/f', to: mount })),
      ]).toEqual(['EBUSY', 'EBUSY']);
    expect(errno(bench, by(main(bench), 'LinkFile', { path: '/f', to: '/va' }))).not.toBe('EBUSY');
    for (const type of ['RemoveFile', 'RemoveDirectory'])
      expect(errno(bench, by(main(bench), type, { path: '/proc' }))).toBe('EBUSY');
    expect(errno(bench, by(main(bench), 'RemoveFile', { path: '/etc/hosts' }))).toBe('EBUSY');
  });

  it('chown sets the user, the group, both or neither', () => {
    const bench = mounts();
    file(bench, '/f');
    const owners = [{ owner: 5 }, { group: 6 }, { owner: 7, group: 8 }, {}].map((who) => {
      perform(bench, by(main(bench), 'ChownFile', { path: '/f', ...who }));
      const union = known(unionOf(bench.world, known(bench.container(), 'web').id), 'union');
      const found = lstat(union, '/f');
      return found.ok && [found.value.uid, found.value.gid];
    });
    expect(owners).toEqual([
      [5, 0],
      [5, 6],
      [7, 8],
      [7, 8],
    ]);
  });

  it('mknod makes a fifo, a socket or a device', () => {
    const bench = mounts();
    const kinds = (['fifo', 'socket', { type: 'char', major: 1, minor: 3 }] as const).map((special, at) => {
      perform(bench, by(main(bench), 'MakeSpecialFile', { path: `/s${at}`, special }));
      const found = lstat(known(unionOf(bench.world, known(bench.container(), 'web').id), 'union'), `/s${at}`);
      return found.ok && found.value.kind;
    });
    expect(kinds).toEqual(['fifo', 'socket', 'device']);
  });

  it('nobody who is not there, is a zombie or frozen calls anything', () => {
    const bench = mounts();
    const pid = main(bench);
    expect(refused(bench, by(99_999, 'WaitChildren'))).toBeDefined();
    expect(refused(bench, by(99_999, 'CreateFile', { path: '/f' }))).toBeDefined();
    perform(bench, client('PauseContainer'));
    expect(refused(bench, by(pid, 'CreateFile', { path: '/f' }))).toBeDefined();
  });
});
