import { expect, it } from 'vitest';
import type { ContainerId, ExecId, NamespaceId, Pid } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import type { HostEvent } from '../../../src/core/streams/host/events.ts';
import { bareHost, evolveHost } from '../../../src/core/streams/host/evolve.ts';
import { type Host, hostInit, hostNamespace } from '../../../src/core/streams/host/host.ts';

const at = instant(0);
const web = 'c'.repeat(64) as ContainerId;
const inside = 'web-2' as NamespaceId;
const [shim, main, child] = [10 as Pid, 20 as Pid, 30 as Pid];

type Told = readonly [type: HostEvent['type'], payload?: object];
const tell = (host: Host, ...told: readonly Told[]): Host =>
  told.reduce(
    (before, [type, payload]) => evolveHost(before, { stream: 'host', id: 'host', at, type, ...payload } as HostEvent),
    host,
  );

/** Persistent maps as plain lists, in the order of their keys. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const spawned = (pid: Pid, more: object): Told => [
  'ProcessSpawned',
  {
    pid,
    parent: hostInit,
    kind: 'service',
    namespace: hostNamespace,
    nsPid: pid,
    comm: 'c',
    argv: ['c'],
    reaps: false,
    dispositions: {},
    nextPid: pid + 1,
    nextNsPid: pid + 1,
    ...more,
  },
];
const shimBorn = spawned(shim, { kind: 'shim', serves: web, comm: 'containerd-shim', reaps: true });
const mainBorn = spawned(main, {
  parent: shim,
  kind: 'main',
  namespace: inside,
  nsPid: 1,
  cgroup: web,
  nextNsPid: 6,
  user: 'u',
  dispositions: { 15: { action: 'ignore' } },
});
const childBorn = spawned(child, {
  parent: main,
  kind: 'child',
  namespace: inside,
  nsPid: 6,
  cgroup: web,
  nextNsPid: 7,
  exec: 'e' as ExecId,
});
const thread: Told = ['ThreadSpawned', { pid: main, tid: 40, nsTid: 9, comm: 'worker' }];
const family = tell(bareHost, ['DaemonStarted', { liveRestore: false }], shimBorn, mainBorn, childBorn);

it('a bare host has its pid 1 and nothing else', () => {
  expect(plain(bareHost)).toEqual({
    profile: 'docker-20.10',
    daemon: 'stopped',
    liveRestore: false,
    next: 2,
    processes: [
      [
        1,
        {
          pid: 1,
          parent: 0,
          kind: 'init',
          namespace: hostNamespace,
          nsPid: 1,
          comm: 'systemd',
          argv: ['/sbin/init'],
          state: 'sleeping',
          threads: [],
          children: [],
          subreaper: false,
          reaps: true,
          dispositions: {},
          pending: [],
        },
      ],
    ],
    threads: [],
    namespaces: [[hostNamespace, { id: hostNamespace, init: 1, next: 2, max: 32768, members: [[1, 1]], threads: [] }]],
    cgroups: [],
    shims: [],
  });
});

it('who is born stands in its tables', () => {
  expect(plain(family.processes.get(shim))).toEqual({
    ...{
      pid: 10,
      parent: 1,
      kind: 'shim',
      namespace: hostNamespace,
      nsPid: 10,
      serves: web,
      comm: 'containerd-shim',
      argv: ['c'],
    },
    ...{
      state: 'sleeping',
      threads: [],
      children: [[20, true]],
      subreaper: true,
      reaps: true,
      dispositions: {},
      pending: [],
    },
  });
  expect(plain(family.processes.get(main))).toEqual({
    ...{
      pid: 20,
      parent: 10,
      kind: 'main',
      namespace: inside,
      nsPid: 1,
      cgroup: web,
      comm: 'c',
      argv: ['c'],
      user: 'u',
    },
    ...{
      state: 'sleeping',
      threads: [],
      children: [[30, true]],
      subreaper: false,
      reaps: false,
      dispositions: { 15: { action: 'ignore' } },
      pending: [],
    },
  });
  expect(plain(family.processes.get(child))).toEqual({
    ...{
      pid: 30,
      parent: 20,
      kind: 'child',
      namespace: inside,
      nsPid: 6,
      cgroup: web,
      exec: 'e',
      comm: 'c',
      argv: ['c'],
    },
    ...{ state: 'sleeping', threads: [], children: [], subreaper: false, reaps: false, dispositions: {}, pending: [] },
  });
  expect(plain(family.namespaces.get(inside))).toEqual({
    id: inside,
    init: 20,
    next: 7,
    max: 4194304,
    members: [
      [1, 20],
      [6, 30],
    ],
    threads: [],
  });
  expect(plain(family.cgroups)).toEqual([
    [
      web,
      {
        frozen: false,
        members: [
          [20, true],
          [30, true],
        ],
        pids: 2,
      },
    ],
  ]);
  expect(plain(family.shims)).toEqual([[web, 10]]);
  expect(family.next).toBe(31);
  expect(family.namespaces.get(hostNamespace)).toBe(bareHost.namespaces.get(hostNamespace));
});

it('a thread takes a number on the host, in its namespace and in its cgroup, until execve or the end', () => {
  const threaded = tell(family, thread);
  expect(threaded.processes.get(main)?.threads).toEqual([{ tid: 40, nsTid: 9, comm: 'worker' }]);
  expect(plain(threaded.threads)).toEqual([[40, 20]]);
  expect(plain(threaded.namespaces.get(inside)?.threads)).toEqual([[9, 20]]);
  expect([threaded.next, threaded.namespaces.get(inside)?.next, threaded.cgroups.get(web)?.pids]).toEqual([41, 10, 3]);
  const executed: Told = ['ProcessExecuted', { pid: main, comm: 'x', argv: ['x', 'y'], reaps: true, dispositions: {} }];
  for (const ended of [
    tell(threaded, executed),
    tell(threaded, ['ProcessExited', { pid: main, ending: { code: 0 } }]),
  ]) {
    expect(ended.processes.get(main)?.threads).toEqual([]);
    expect([ended.threads.size, ended.namespaces.get(inside)?.threads.size, ended.cgroups.get(web)?.pids]).toEqual([
      0, 0, 2,
    ]);
  }
  expect(tell(threaded, executed).processes.get(main)).toMatchObject({
    comm: 'x',
    argv: ['x', 'y'],
    reaps: true,
    dispositions: {},
  });
  expect(tell(family, executed).cgroups).toBe(family.cgroups);
});

it('a service of the host may have threads too, in no cgroup', () => {
  const threaded = tell(bareHost, spawned(child, {}), ['ThreadSpawned', { pid: child, tid: 40, nsTid: 40, comm: 't' }]);
  expect([threaded.threads.size, threaded.cgroups.size, threaded.namespaces.get(hostNamespace)?.threads.size]).toEqual([
    1, 0, 0,
  ]);
  const over = tell(threaded, ['ProcessExecuted', { pid: child, comm: 'x', argv: [], reaps: false, dispositions: {} }]);
  expect([over.threads.size, over.cgroups.size]).toEqual([0, 0]);
});

it('who ends is a zombie that its cgroup counts until somebody waits', () => {
  const zombie = tell(
    family,
    ['SignalQueued', { pid: child, signal: 10 }],
    ['ProcessExited', { pid: child, ending: { signal: 9 } }],
  );
  expect(zombie.processes.get(child)).toMatchObject({ state: 'zombie', ending: { signal: 9 }, pending: [] });
  expect(plain(zombie.cgroups.get(web))).toEqual({ frozen: false, members: [[20, true]], pids: 2 });
  const reaped = tell(zombie, ['ProcessReaped', { pid: child }]);
  expect(reaped.processes.has(child)).toBe(false);
  expect(reaped.processes.get(main)?.children.size).toBe(0);
  expect(plain(reaped.namespaces.get(inside)?.members)).toEqual([[1, 20]]);
  expect(reaped.cgroups.get(web)?.pids).toBe(1);
  const empty = tell(reaped, ['ProcessExited', { pid: main, ending: { code: 4 } }], ['ProcessReaped', { pid: main }]);
  expect([empty.namespaces.has(inside), empty.cgroups.has(web), empty.shims.get(web)]).toEqual([false, false, shim]);
  expect(empty.processes.get(shim)?.keeps).toBeUndefined();
  expect(
    tell(empty, ['ProcessExited', { pid: shim, ending: { code: 0 } }], ['ProcessReaped', { pid: shim }]).shims.size,
  ).toBe(0);
});

it('a shim keeps the end of its main while no daemon runs', () => {
  const kept = tell(
    family,
    ['DaemonCrashed'],
    ['ProcessExited', { pid: child, ending: { code: 0 } }],
    ['ProcessReaped', { pid: child }],
    ['ProcessExited', { pid: main, ending: { code: 4 } }],
    ['ProcessReaped', { pid: main }],
  );
  expect(kept.processes.get(shim)?.keeps).toEqual({ main, ending: { code: 4 }, at });
  const orphan = tell(
    family,
    ['DaemonStopped'],
    ['ProcessReparented', { pid: main, parent: hostInit }],
    ['ProcessExited', { pid: main, ending: { code: 4 } }],
    ['ProcessReaped', { pid: main }],
  );
  expect(orphan.processes.get(hostInit)?.keeps).toBeUndefined();
});

it('the end of a shim leaves zombies of its container in no cgroup', () => {
  const fallen = tell(
    family,
    ['ProcessExited', { pid: child, ending: { code: 0 } }],
    ['ProcessExited', { pid: main, ending: { code: 0 } }],
    ['ProcessReaped', { pid: main }],
  );
  expect(fallen.cgroups.get(web)?.pids).toBe(1);
  const gone = tell(fallen, ['ProcessExited', { pid: shim, ending: { code: 0 } }], ['ProcessReaped', { pid: shim }]);
  expect([gone.cgroups.size, gone.shims.size]).toEqual([0, 0]);
  expect(gone.processes.get(child)?.state).toBeDefined();
  expect(gone.processes.get(child)?.cgroup).toBeUndefined();
  const alive = tell(family, ['ProcessExited', { pid: shim, ending: { code: 0 } }], ['ProcessReaped', { pid: shim }]);
  expect([alive.cgroups.get(web)?.pids, alive.processes.get(main)?.cgroup, alive.shims.size]).toEqual([2, web, 0]);
});

it('without a shim the cgroup ends with the last that lives in it', () => {
  const alone = tell(
    family,
    ['ProcessExited', { pid: shim, ending: { signal: 9 } }],
    ['ProcessReaped', { pid: shim }],
    ['ProcessExited', { pid: child, ending: { signal: 9 } }],
    ['ProcessExited', { pid: main, ending: { signal: 9 } }],
  );
  expect(alone.cgroups.get(web)?.pids).toBe(2);
  const cleared = tell(alone, ['ProcessReaped', { pid: main }]);
  expect([cleared.cgroups.size, cleared.processes.get(child)?.state]).toEqual([0, 'zombie']);
  expect(cleared.processes.get(child)?.cgroup).toBeUndefined();
  const childFirst = tell(alone, ['ProcessReaped', { pid: child }]);
  expect([childFirst.cgroups.get(web)?.pids, childFirst.processes.get(main)?.cgroup]).toEqual([1, web]);
});

it('an orphan changes its parent', () => {
  const moved = tell(family, ['ProcessReparented', { pid: child, parent: shim }]);
  expect(moved.processes.get(child)?.parent).toBe(shim);
  expect([...(moved.processes.get(shim)?.children.keys() ?? [])].sort()).toEqual([main, child]);
  expect(moved.processes.get(main)?.children.size).toBe(0);
});

const one = (pid: Pid, ...told: readonly Told[]) => tell(family, ...told).processes.get(pid);
const exit = { action: 'exit', code: 1 };
const changes: readonly (readonly [string, readonly Told[], object])[] = [
  ['stopped', [['ProcessStopped', { pid: main }]], { state: 'stopped' }],
  [
    'continued',
    [
      ['ProcessStopped', { pid: main }],
      ['ProcessContinued', { pid: main }],
    ],
    { state: 'sleeping' },
  ],
  ['a subreaper', [['SubreaperSet', { pid: main }]], { subreaper: true }],
  ['reaping', [['ReapingSet', { pid: main, reaps: true }]], { reaps: true }],
  [
    'queued',
    [
      ['SignalQueued', { pid: main, signal: 10 }],
      ['SignalQueued', { pid: main, signal: 10 }],
      ['SignalQueued', { pid: main, signal: 12 }],
    ],
    { pending: [10, 12] },
  ],
  [
    'delivered',
    [
      ['SignalQueued', { pid: main, signal: 10 }],
      ['SignalQueued', { pid: main, signal: 12 }],
      ['SignalDelivered', { pid: main, signal: 10 }],
    ],
    { pending: [12] },
  ],
  ['delivered at once', [['SignalDelivered', { pid: main, signal: 10 }]], { pending: [] }],
  [
    'set to a handler',
    [['DispositionSet', { pid: main, signal: 10, disposition: exit }]],
    { dispositions: { 10: exit, 15: { action: 'ignore' } } },
  ],
  ['set to the default', [['DispositionSet', { pid: main, signal: 15 }]], { dispositions: {} }],
];
it.each(changes)('a process is %s', (_, told, found) =>
  expect({ ...one(main, ...told) }).toEqual({ ...family.processes.get(main), ...found }),
);

it('cgroups freeze and thaw, namespaces have their pid_max, daemons come and go', () => {
  const frozen = tell(family, ['CgroupFrozen', { container: web }]);
  expect(frozen.cgroups.get(web)).toMatchObject({ frozen: true, pids: 2 });
  expect(tell(frozen, spawned(50 as Pid, { cgroup: web })).cgroups.get(web)).toMatchObject({ frozen: true, pids: 3 });
  expect(tell(frozen, ['CgroupThawed', { container: web }]).cgroups.get(web)?.frozen).toBe(false);
  expect(tell(family, ['PidMaxSet', { namespace: inside, max: 400 }]).namespaces.get(inside)).toMatchObject({
    max: 400,
    next: 7,
  });
  expect(
    tell(
      family,
      ['PidMaxSet', { namespace: inside, max: 400 }],
      spawned(50 as Pid, { namespace: inside, nsPid: 8, nextNsPid: 9 }),
    ).namespaces.get(inside),
  ).toMatchObject({ max: 400, next: 9, init: main });
  const about = ({ daemon, liveRestore, profile }: Host) => [daemon, liveRestore, profile];
  expect(about(tell(bareHost, ['EngineInstalled', { profile: 'docker-20.10-shim-v1', liveRestore: true }]))).toEqual([
    'stopped',
    true,
    'docker-20.10-shim-v1',
  ]);
  expect(about(tell(bareHost, ['DaemonStarted', { liveRestore: true }]))).toEqual(['running', true, 'docker-20.10']);
  expect(about(tell(family, ['DaemonCrashed']))).toEqual(['crashed', false, 'docker-20.10']);
  expect(about(tell(family, ['DaemonStopped']))).toEqual(['stopped', false, 'docker-20.10']);
});

it('what is told of a process or a cgroup that is not there changes nothing', () => {
  const pid = 77 as Pid;
  const all: readonly Told[] = [
    ...(['ProcessStopped', 'ProcessContinued', 'SubreaperSet', 'ProcessReaped'] as const).map(
      (type): Told => [type, { pid }],
    ),
    ['ProcessExecuted', { pid, comm: 'x', argv: [], reaps: true, dispositions: {} }],
    ['ThreadSpawned', { pid, tid: 78, nsTid: 78, comm: 'x' }],
    ['DispositionSet', { pid, signal: 1 }],
    ['ReapingSet', { pid, reaps: true }],
    ['SignalDelivered', { pid, signal: 1 }],
    ['SignalQueued', { pid, signal: 1 }],
    ['ProcessReparented', { pid, parent: hostInit }],
    ['ProcessExited', { pid, ending: { code: 0 } }],
  ];
  for (const told of all) expect(tell(family, told), told[0]).toEqual(family);
  const other = 'd'.repeat(64) as ContainerId;
  for (const type of ['CgroupFrozen', 'CgroupThawed'] as const)
    expect(plain(tell(family, [type, { container: other }]))).toEqual(plain(family));
  expect(plain(tell(family, ['PidMaxSet', { namespace: 'x', max: 4 }]))).toEqual(plain(family));
});
