import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { ContainerConfig, HostConfig } from '../../core/streams/container/config.ts';
import type { Step } from '../../oracle/step.ts';

/** A sequence told by hand, for what chance comes by too seldom. */
export type Story = { readonly name: string; readonly from: string; readonly steps: readonly Step[] };

type Ask = ClientCommand;

const c1 = 'plimsoll-c1';
const box = 'plimsoll-base-box:1';
const app = 'plimsoll-base-app:1';
const sleep = ['sleep', '1000'];

const ask = (command: Ask): Step => ({ do: 'ask', command });
const create = (
  name: string,
  Cmd: readonly string[],
  config: ContainerConfig = {},
  hostConfig: HostConfig = {},
  Image = box,
): Step =>
  ask({
    issuer: 'client',
    type: 'CreateContainer',
    name,
    config: { ...config, Image, ...(Cmd.length > 0 && { Cmd }) },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
  });
const start = (container = c1): Step => ask({ issuer: 'client', type: 'StartContainer', container });
const stop = (container = c1): Step => ask({ issuer: 'client', type: 'StopContainer', container, timeout: 1 });
const restart = (container = c1): Step => ask({ issuer: 'client', type: 'RestartContainer', container, timeout: 1 });
const kill = (signal?: string, container = c1): Step =>
  ask({ issuer: 'client', type: 'KillContainer', container, ...(signal !== undefined && { signal }) });
const pause = (container = c1): Step => ask({ issuer: 'client', type: 'PauseContainer', container });
const unpause = (container = c1): Step => ask({ issuer: 'client', type: 'UnpauseContainer', container });
const rename = (name: string, container = c1): Step =>
  ask({ issuer: 'client', type: 'RenameContainer', container, name });
const remove = (more: { force?: true; volumes?: true; link?: true } = {}, container = c1): Step =>
  ask({ issuer: 'client', type: 'RemoveContainer', container, ...more });
const update = (name: 'no' | 'always' | 'unless-stopped', container = c1): Step =>
  ask({
    issuer: 'client',
    type: 'UpdateContainer',
    container,
    restartPolicy: { Name: name, MaximumRetryCount: 0 },
  });
const exec = (argv: readonly string[], user?: string, container = c1): Step => ({
  do: 'exec',
  container,
  argv,
  ...(user !== undefined && { user }),
});
const sh = (script: string): Step => exec(['sh', '-c', script]);
const commit = (repo: string, container = c1, changes?: readonly string[]): Step =>
  ask({ issuer: 'client', type: 'CommitContainer', container, repo, ...(changes && { changes }) });
const tag = (image: string, repo: string, name = 'latest'): Step =>
  ask({ issuer: 'client', type: 'TagImage', image, repo, tag: name });
const rmi = (image: string, force = false): Step =>
  ask({ issuer: 'client', type: 'RemoveImage', image, ...(force && { force: true }) });
const volume = (name: string): Step => ask({ issuer: 'client', type: 'CreateVolume', name });
const rmv = (name: string, force = false): Step =>
  ask({ issuer: 'client', type: 'RemoveVolume', volume: name, ...(force && { force: true }) });
const look = (
  type: 'InspectContainer' | 'TopContainer' | 'DiffContainer' | 'ExportContainer' | 'StatsContainer',
  container = c1,
): Step => ask({ issuer: 'client', type, container });
const lookAt = (type: 'InspectImage' | 'HistoryImage', image: string): Step => ask({ issuer: 'client', type, image });
const inspectVolume = (name: string): Step => ask({ issuer: 'client', type: 'InspectVolume', volume: name });

/** The stories of chapters 8 to 11, told with programs that any machine has. */
const told: readonly Story[] = [
  {
    name: 'a container is started, stopped and started again, and keeps what it wrote',
    from: 'chapter 8, start and restart',
    steps: [
      create(c1, sleep),
      start(),
      sh('echo kept > /note'),
      stop(),
      start(),
      sh('cat /note'),
      restart(),
      kill(),
      remove(),
    ],
  },
  {
    name: 'an image is a chain: commits add layers on those of their parent',
    from: 'chapter 9, images are chains',
    steps: [
      create(c1, sleep, {}, {}, app),
      start(),
      sh('echo one > /one'),
      commit('plimsoll-i1'),
      lookAt('HistoryImage', 'plimsoll-i1'),
      sh('rm /one'),
      commit('plimsoll-i2', c1, ['CMD ["true"]']),
      lookAt('InspectImage', 'plimsoll-i2'),
      create('plimsoll-c2', [], {}, {}, 'plimsoll-i2'),
      start('plimsoll-c2'),
      rmi('plimsoll-i1'),
      rmi('plimsoll-i2'),
    ],
  },
  {
    name: 'two containers of one image see their own writes only',
    from: 'chapter 10, what a container may change',
    steps: [
      create(c1, sleep),
      create('plimsoll-c2', sleep),
      start(),
      start('plimsoll-c2'),
      sh('echo mine > /etc/motd'),
      exec(['cat', '/etc/motd'], undefined, 'plimsoll-c2'),
      look('DiffContainer'),
      look('DiffContainer', 'plimsoll-c2'),
    ],
  },
  {
    name: 'a volume survives its container, what stands elsewhere does not',
    from: 'chapter 11, loss and persistence',
    steps: [
      create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data'] }),
      start(),
      sh('echo kept > /data/kept; echo lost > /lost'),
      remove({ force: true, volumes: true }),
      create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data:ro'] }),
      start(),
      sh('cat /data/kept; cat /lost 2>/dev/null'),
      rmv('plimsoll-v1'),
      remove({ force: true }),
      inspectVolume('plimsoll-v1'),
      rmv('plimsoll-v1'),
      inspectVolume('plimsoll-v1'),
    ],
  },
];

const pointed = (name: string, ...steps: readonly Step[]): Story => ({ name, from: 'pointed', steps });

/** Each leads to a refusal. */
const refused: readonly Story[] = [
  pointed(
    'nobody is there',
    ...[start(), stop(), restart(), kill(), pause(), unpause(), rename('plimsoll-c2'), remove(), update('no')],
    ...[exec(['true']), commit('plimsoll-i1'), look('InspectContainer'), look('TopContainer'), look('DiffContainer')],
    ...[lookAt('InspectImage', 'plimsoll-i1'), lookAt('HistoryImage', 'plimsoll-i1'), rmi('plimsoll-i1')],
    ...[tag('plimsoll-i1', 'plimsoll-i2'), rmv('plimsoll-v1'), inspectVolume('plimsoll-v1')],
    create(c1, sleep, {}, {}, 'plimsoll-nobody'),
  ),
  pointed(
    'it does not run',
    create(c1, sleep),
    stop(),
    kill(),
    pause(),
    unpause(),
    exec(['true']),
    look('TopContainer'),
  ),
  pointed('it runs', create(c1, sleep), start(), start(), unpause(), remove(), rename(c1), remove({ link: true })),
  pointed(
    'it is paused',
    ...[create(c1, sleep), start(), pause(), start(), pause(), exec(['true']), remove(), look('TopContainer')],
    ...[restart(), pause(), stop(), start(), pause(), kill('KILL')],
  ),
  pointed(
    'signals',
    create(c1, sleep),
    start(),
    kill('nonsense'),
    kill('99'),
    kill('0'),
    kill('HUP'),
    kill('TERM'),
    kill('9'),
  ),
  pointed(
    'names of containers',
    ...[create(c1, sleep), create(c1, sleep), create('no/name', sleep), create('-x', sleep), rename('no/name')],
    ...[rename(''), create('plimsoll-c2', sleep), rename('plimsoll-c2'), rename('plimsoll-c3'), start('plimsoll-c3')],
  ),
  pointed(
    'names of images',
    ...[tag(box, 'Not Valid'), tag(box, 'plimsoll-i1', 'no tag'), tag(box, 'plimsoll-i1'), tag(app, 'plimsoll-i1')],
    ...[rmi('Not Valid'), rmi('plimsoll-i1:2'), rmi('plimsoll-i1'), lookAt('InspectImage', 'NOT')],
  ),
  pointed(
    'an image in use',
    ...[create(c1, sleep), start(), commit('plimsoll-i1'), create('plimsoll-c2', sleep, {}, {}, 'plimsoll-i1')],
    ...[start('plimsoll-c2'), rmi('plimsoll-i1'), rmi('plimsoll-i1', true), remove({ force: true }, 'plimsoll-c2')],
  ),
  pointed(
    'volumes',
    ...[volume('_'), volume('plimsoll-v1'), volume('plimsoll-v1')],
    ...[
      create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data'] }),
      rmv('plimsoll-v1'),
      remove(),
      rmv('plimsoll-v1'),
      rmv('plimsoll-v1', true),
    ],
  ),
  pointed('a program that is not there', create(c1, ['no-such-program']), start(), restart(), remove()),
  pointed('a program that is no program', create(c1, ['/etc/passwd'], {}, {}, app), start(), remove()),
  pointed(
    'execs that fail',
    create(c1, sleep),
    start(),
    exec(['no-such-program']),
    exec(['/tmp']),
    exec([]),
    exec(['true'], 'nobody-here'),
  ),
  pointed(
    'a user that is not there',
    create(c1, sleep, { User: 'nobody-here' }),
    start(),
    create('plimsoll-c2', sleep, { User: 'root:nobody-here' }),
    start('plimsoll-c2'),
  ),
  pointed(
    'configurations that no engine takes',
    create(c1, sleep, { WorkingDir: 'not/absolute' }),
    create(c1, sleep, { Env: ['=nothing'] }),
    create(c1, sleep, {}, { Binds: ['plimsoll-v1:/data', 'plimsoll-v2:/data'] }),
    create(c1, sleep, {}, { Binds: ['plimsoll-v1:data'] }),
    create(c1, sleep, {}, { Binds: ['plimsoll-v1'] }),
    create(c1, sleep, {}, { RestartPolicy: { Name: 'sometimes' as 'no', MaximumRetryCount: 0 } }),
    create(c1, sleep, {}, { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 }, AutoRemove: true }),
    create(c1, sleep, {}, { Memory: 1024 }),
    create(c1, [], {}, {}, 'plimsoll-nobody:1'),
  ),
  pointed(
    'a policy for one that removes itself',
    create(c1, sleep, {}, { AutoRemove: true }),
    start(),
    update('always'),
    kill(),
  ),
  pointed('a policy that comes later', create(c1, sleep), start(), update('always'), update('no'), kill()),
  pointed('a working directory that is a file', create(c1, sleep, { WorkingDir: '/etc/passwd' }, {}, app), start()),
];

/** Questions that change nothing. */
const looked: readonly Story[] = [
  {
    name: 'everything that can be looked at',
    from: 'pointed',
    steps: [
      create(c1, ['sh', '-c', 'echo out; echo err >&2; exit 3']),
      ask({ issuer: 'client', type: 'ListContainers', all: true }),
      ask({ issuer: 'client', type: 'LogsContainer', container: c1, stdout: true, stderr: true }),
      ask({ issuer: 'client', type: 'ResizeContainer', container: c1, height: 24, width: 80 }),
      start(),
      ask({ issuer: 'client', type: 'WaitContainer', container: c1 }),
      ask({ issuer: 'client', type: 'LogsContainer', container: c1, stdout: true, stderr: false }),
      ask({ issuer: 'client', type: 'LogsContainer', container: c1, stdout: false, stderr: false }),
      ask({ issuer: 'client', type: 'LogsContainer', container: 'plimsoll-c2', stdout: true, stderr: true }),
      ask({ issuer: 'client', type: 'WaitContainer', container: 'plimsoll-c2' }),
      look('ExportContainer'),
      look('ExportContainer', 'plimsoll-c2'),
      look('StatsContainer', 'plimsoll-c2'),
      look('StatsContainer'),
      ask({ issuer: 'client', type: 'ListImages' }),
      ask({ issuer: 'client', type: 'ListVolumes' }),
    ],
  },
  pointed(
    'ps that does not understand',
    create(c1, sleep),
    start(),
    ask({ issuer: 'client', type: 'TopContainer', container: c1, psArgs: '-o pid,nonsense' }),
    ask({ issuer: 'client', type: 'TopContainer', container: c1, psArgs: '-o comm' }),
    create('plimsoll-c2', sleep, {}, { Binds: ['plimsoll-v1:/data:nonsense'] }),
    create('plimsoll-c4', sleep, {}, { NetworkMode: 'container:plimsoll-nobody' }),
    start('plimsoll-c4'),
  ),
];

export const stories: readonly Story[] = [...told, ...refused, ...looked];
