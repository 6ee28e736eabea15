import { expect, it } from 'vitest';
import type { ContainerId, ExecId, ImageId, Pid } from '../../../src/core/kernel/brand.ts';
import { instant } from '../../../src/core/kernel/instant.ts';
import type { Container } from '../../../src/core/streams/container/container.ts';
import type { ContainerEvent } from '../../../src/core/streams/container/events.ts';
import { evolveContainer } from '../../../src/core/streams/container/evolve.ts';

const id = 'c'.repeat(64) as ContainerId;
const pid = 40 as Pid;
const times = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((second) => instant(second * 1000));
const due = instant(99_000);

/** An event by its type and what is in it; the n-th happens in second n. */
type Told = readonly [type: ContainerEvent['type'], payload?: object];
const after = (...told: readonly Told[]): Container | undefined =>
  told.reduce<Container | undefined>(
    (before, [type, payload], at) =>
      evolveContainer(before, { stream: 'container', id, type, at: times[at], ...payload } as ContainerEvent),
    undefined,
  );

const created: Told = [
  'ContainerCreated',
  {
    name: 'web',
    image: 'sha256:1' as ImageId,
    config: { Cmd: ['a', 'b'] },
    hostConfig: { AutoRemove: false },
    path: 'a',
    args: ['b'],
    mounts: [],
  },
];
const started: Told = ['ContainerStarted', { pid, by: 'client' }];
const paused: Told = ['ContainerPaused'];
const died: Told = ['ContainerDied', { exitCode: 3, reported: 3, next: { status: 'exited', error: '' } }];
const restarts: Told = [
  'ContainerDied',
  { exitCode: 3, reported: 3, next: { status: 'restarting', dueAt: due, backOff: 200 } },
];
const signalled = (marksStopped: boolean, cancelsRestart: boolean): Told => [
  'ContainerSignalled',
  { signal: 15, marksStopped, cancelsRestart },
];
const exec = 'e'.repeat(64) as ExecId;
const execCreated: Told = ['ExecCreated', { exec, config: { command: ['x'] } }];

it('a container begins with nothing but what its create said', () => {
  const { execs, log, ...rest } = after(created) as Container;
  expect([execs.size, log.size]).toEqual([0, 0]);
  expect(rest).toEqual({
    id,
    name: 'web',
    createdAt: times[0],
    image: 'sha256:1',
    config: { Cmd: ['a', 'b'] },
    hostConfig: { AutoRemove: false },
    path: 'a',
    args: ['b'],
    mounts: [],
    state: { status: 'created', exitCode: 0, error: '', earlier: [] },
    restartCount: 0,
    manuallyStopped: false,
    startedBefore: false,
    restartCancelled: false,
    backOff: 0,
    oomKilled: false,
    oomSeen: false,
    sandboxId: '',
    endpointId: '',
    logOpened: false,
    directoryHeld: false,
  });
});

const t = times;
const states: readonly (readonly [string, readonly Told[], object])[] = [
  ['started', [started], { status: 'running', pid, startedAt: t[1] }],
  ['paused', [started, paused], { status: 'paused', pid, startedAt: t[1] }],
  ['unpaused', [started, paused, ['ContainerUnpaused']], { status: 'running', pid, startedAt: t[1] }],
  ['ended', [started, died], { status: 'exited', exitCode: 3, error: '', startedAt: t[1], finishedAt: t[2] }],
  [
    'ended with an error of the restart',
    [started, ['ContainerDied', { exitCode: 4, reported: 4, next: { status: 'exited', error: 'no' } }]],
    { status: 'exited', exitCode: 4, error: 'no', startedAt: t[1], finishedAt: t[2] },
  ],
  ['started again', [started, died, started], { status: 'running', pid, startedAt: t[3], finishedAt: t[2] }],
  ['paused again', [started, died, started, paused], { status: 'paused', pid, startedAt: t[3], finishedAt: t[2] }],
  [
    'unpaused again',
    [started, died, started, paused, ['ContainerUnpaused']],
    { status: 'running', pid, startedAt: t[3], finishedAt: t[2] },
  ],
  [
    'restarting',
    [started, restarts],
    { status: 'restarting', exitCode: 3, startedAt: t[1], finishedAt: t[2], dueAt: due },
  ],
  [
    'stopped while restarting',
    [started, restarts, ['ContainerStopped', { marksStopped: true }]],
    { status: 'exited', exitCode: 3, error: '', startedAt: t[1], finishedAt: t[2] },
  ],
  [
    'killed while restarting',
    [started, restarts, ['RestartCancelled']],
    { status: 'exited', exitCode: 3, error: '', startedAt: t[1], finishedAt: t[2] },
  ],
  [
    'a restart cancelled that none waited for',
    [started, ['RestartCancelled']],
    { status: 'running', pid, startedAt: t[1] },
  ],
  [
    'its first start failed',
    [['StartFailed', { exitCode: 127, error: 'why' }]],
    { status: 'created', exitCode: 127, error: 'why', earlier: [] },
  ],
  [
    'its first starts failed',
    ['why', 'else', 'why', 'else'].map((error) => ['StartFailed', { exitCode: 127, error }] as const),
    { status: 'created', exitCode: 127, error: 'else', earlier: ['why', 'else'] },
  ],
  [
    'a later start failed',
    [started, died, ['StartFailed', { exitCode: 127, error: 'why' }]],
    { status: 'exited', exitCode: 127, error: 'why', startedAt: t[1], finishedAt: t[2] },
  ],
  ['died before it ran', [died], { status: 'exited', exitCode: 3, error: '', finishedAt: t[1] }],
  ['restarts before it ran', [restarts], { status: 'exited', exitCode: 3, error: '', finishedAt: t[1] }],
  ['a pause of what does not run', [paused], { status: 'created', exitCode: 0, error: '', earlier: [] }],
  ['an unpause of what runs', [started, ['ContainerUnpaused']], { status: 'running', pid, startedAt: t[1] }],
  [
    'a stop of what runs',
    [started, ['ContainerStopped', { marksStopped: true }]],
    { status: 'running', pid, startedAt: t[1] },
  ],
  ['being removed, never run', [['RemovalStarted']], { status: 'removing', exitCode: 0, error: '' }],
  [
    'being removed',
    [started, died, ['RemovalStarted']],
    { status: 'removing', exitCode: 3, error: '', startedAt: t[1], finishedAt: t[2] },
  ],
  [
    'dead',
    [started, died, ['RemovalStarted'], ['RemovalFailed', { error: 'held' }]],
    { status: 'dead', exitCode: 3, error: 'held', startedAt: t[1], finishedAt: t[2] },
  ],
  [
    'a failed start being removed',
    [['StartFailed', { exitCode: 127, error: 'why' }], ['RemovalStarted']],
    { status: 'removing', exitCode: 127, error: 'why' },
  ],
];

it.each(states)('a container %s', (_, told, state) => expect(after(created, ...told)?.state).toEqual(state));

const counters = (it: Container | undefined) =>
  it && {
    restartCount: it.restartCount,
    backOff: it.backOff,
    manuallyStopped: it.manuallyStopped,
    restartCancelled: it.restartCancelled,
    startedBefore: it.startedBefore,
    oomKilled: it.oomKilled,
    oomSeen: it.oomSeen,
    logOpened: it.logOpened,
  };
const fresh = counters(after(created));
const ran = { ...fresh, startedBefore: true, logOpened: true };
const policy: Told = ['ContainerStarted', { pid, by: 'policy' }];
const daemon: Told = ['ContainerStarted', { pid, by: 'daemon' }];
const oom: Told = ['ContainerOutOfMemory'];
const stopped: Told = ['ContainerStopped', { marksStopped: true }];

const memories: readonly (readonly [string, readonly Told[], object])[] = [
  ['a start', [started], ran],
  ['an exit that the policy takes up', [started, restarts], { ...ran, restartCount: 1, backOff: 200 }],
  [
    'a restart by the policy keeps counting',
    [started, restarts, policy, restarts],
    { ...ran, restartCount: 2, backOff: 200 },
  ],
  ['a start by a client forgets', [started, restarts, stopped, started], ran],
  ['a start by the daemon forgets', [started, restarts, signalled(true, true), daemon], ran],
  [
    'a start by the policy forgets nothing',
    [started, signalled(true, true), restarts, policy],
    { ...ran, restartCount: 1, backOff: 200, manuallyStopped: true, restartCancelled: true },
  ],
  ['a signal that stops', [started, signalled(true, false)], { ...ran, manuallyStopped: true }],
  ['a signal that cancels', [started, signalled(false, true)], { ...ran, restartCancelled: true }],
  ['a signal that does neither', [started, signalled(false, false)], ran],
  [
    'a second signal takes nothing back',
    [started, signalled(true, true), signalled(false, true), signalled(true, false)],
    { ...ran, manuallyStopped: true, restartCancelled: true },
  ],
  ['a stop', [started, stopped], { ...ran, manuallyStopped: true }],
  ['a shutdown', [started, ['ContainerStopped', { marksStopped: false }]], ran],
  [
    'a shutdown after a stop',
    [started, stopped, ['ContainerStopped', { marksStopped: false }]],
    { ...ran, manuallyStopped: true },
  ],
  [
    'a stop while restarting',
    [started, restarts, stopped],
    { ...ran, restartCount: 1, backOff: 200, manuallyStopped: true, restartCancelled: true },
  ],
  [
    'a kill while restarting',
    [started, restarts, ['RestartCancelled']],
    { ...ran, restartCount: 1, backOff: 200, manuallyStopped: true, restartCancelled: true },
  ],
  ['an end for good', [started, restarts, policy, died], { ...ran, restartCount: 1, backOff: 200 }],
  ['out of memory', [started, oom], { ...ran, oomSeen: true }],
  ['the end after it', [started, oom, died], { ...ran, oomKilled: true }],
  ['a restart after it', [started, oom, restarts], { ...ran, oomKilled: true, restartCount: 1, backOff: 200 }],
  ['the next end', [started, oom, restarts, policy, died], { ...ran, restartCount: 1, backOff: 200 }],
  ['a start after an unheard one', [started, oom, started], ran],
  ['its log opened', [['LogOpened']], { ...fresh, logOpened: true }],
];

it.each(memories)('what a container remembers: %s', (_, told, memory) =>
  expect(counters(after(created, ...told))).toEqual(memory),
);

it('its network, name, settings, health and directory', () => {
  const connected: Told = ['NetworkConnected', { network: 'none', sandboxId: 's', endpointId: 'p' }];
  expect(after(created, connected)).toMatchObject({ sandboxId: 's', endpointId: 'p' });
  expect(after(created, connected, ['NetworkDisconnected', { network: 'none' }])).toMatchObject({
    sandboxId: 's',
    endpointId: '',
  });
  expect(after(created, ['ContainerRenamed', { from: 'web', to: 'db' }])?.name).toBe('db');
  expect(after(created, ['ContainerUpdated', { hostConfig: { Memory: 7 } }])?.hostConfig).toEqual({ Memory: 7 });
  expect(after(created)?.health).toBeUndefined();
  expect(after(created, ['ContainerHealthChanged', { health: 'starting' }])?.health).toBe('starting');
  expect(after(created, ['DirectoryHeld', { held: true }])?.directoryHeld).toBe(true);
});

it('what it prints, in order', () => {
  const printed = after(
    created,
    ['OutputPrinted', { output: 'stdout', text: 'a' }],
    ['OutputPrinted', { output: 'stderr', text: 'b' }],
  );
  expect([...(printed?.log ?? [])]).toEqual([
    [0, { stream: 'stdout', text: 'a', at: times[1] }],
    [1, { stream: 'stderr', text: 'b', at: times[2] }],
  ]);
});

const execs: readonly (readonly [string, readonly Told[], object | undefined])[] = [
  ['made', [], { status: 'created' }],
  ['started', [['ExecStarted', { exec, pid }]], { status: 'running', pid }],
  ['started without a process', [['ExecStarted', { exec, pid: 0 }]], { status: 'created' }],
  [
    'ended',
    [
      ['ExecStarted', { exec, pid }],
      ['ExecDied', { exec, exitCode: 5, reported: 5 }],
    ],
    { status: 'ended', exitCode: 5, pid },
  ],
  [
    'ended without a start',
    [['ExecDied', { exec, exitCode: 5, reported: 5 }]],
    { status: 'ended', exitCode: 5, pid: 0 },
  ],
  ['failed', [['ExecFailed', { exec, exitCode: 126 }]], { status: 'ended', exitCode: 126, pid: 0 }],
  ['forgotten', [['ExecForgotten', { exec }]], undefined],
];

it.each(execs)('an exec %s', (_, told, state) => {
  const found = after(created, execCreated, ...told)?.execs.get(exec);
  expect(found?.state).toEqual(state);
  if (state) expect(found).toMatchObject({ id: exec, config: { command: ['x'] } });
});

it('an exec that nobody made changes nothing', () => {
  const before = after(created);
  expect(after(created, ['ExecDied', { exec, exitCode: 5, reported: 5 }])?.execs.size).toBe(0);
  expect(before && after(created, ['ExecStarted', { exec, pid }])).toEqual(before);
});

const others: readonly Told[] = [
  ['ContainerObserved', { action: 'top' }],
  ['ContainerRestarted'],
  ['CreateAbandoned', { name: 'x', config: {} }],
];
it.each(others.map((told) => ({ type: told[0], told })))('$type changes nothing', ({ told }) =>
  expect(after(created, told)).toEqual(after(created)),
);

it('a removed container is gone, and nothing that comes after brings it back', () => {
  expect(after(created, ['ContainerRemoved'])).toBeUndefined();
  const all: readonly Told[] = [
    ...[started, paused, died, restarts, signalled(true, true), oom, stopped, execCreated, ...others],
    ['ContainerUnpaused'],
    ['NetworkConnected', { network: 'none', sandboxId: 's', endpointId: 'p' }],
    ['NetworkDisconnected', { network: 'none' }],
    ['StartFailed', { exitCode: 127, error: 'why' }],
    ['RestartCancelled'],
    ['ContainerRenamed', { from: 'web', to: 'db' }],
    ['ContainerUpdated', { hostConfig: {} }],
    ['ContainerHealthChanged', { health: 'starting' }],
    ['OutputPrinted', { output: 'stdout', text: 'a' }],
    ['LogOpened'],
    ['BorrowedVolumesTaken'],
    ['TmpfsChanged', { destination: '/t', operation: 'write', path: '/', changes: [] }],
    ['ExecStarted', { exec, pid }],
    ['ExecDied', { exec, exitCode: 5, reported: 5 }],
    ['ExecFailed', { exec, exitCode: 5 }],
    ['ExecForgotten', { exec }],
    ['RemovalStarted'],
    ['RemovalFailed', { error: 'x' }],
    ['DirectoryHeld', { held: true }],
  ];
  for (const told of all) expect(after(told), told[0]).toBeUndefined();
});
