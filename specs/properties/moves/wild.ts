import type { Command, ContainerId, Pid } from '../../../src/index.ts';
import { type Move, move, type Pick } from './move.ts';

/** References that lead nowhere, or that a careless engine would let lead somewhere. */
const references = [
  'web',
  'nothing',
  '',
  '/web',
  'WEB',
  'a',
  '__proto__',
  'constructor',
  '../x',
  '0',
  'f',
  'x'.repeat(300),
] as const;
const text = ({ a }: Pick): string => references[a % references.length] ?? 'nothing';

const byContainer = [
  'StartContainer',
  'StopContainer',
  'KillContainer',
  'RestartContainer',
  'PauseContainer',
  'UnpauseContainer',
  'RemoveContainer',
  'WaitContainer',
  'InspectContainer',
  'TopContainer',
  'DiffContainer',
  'ExportContainer',
  'CommitContainer',
  'AttachContainer',
  'StatsContainer',
] as const;

/** Any command at all, whatever the state: most are refused, and must be refused without a trace. */
export const wildMoves: readonly Move[] = [
  move(
    8,
    (_, pick) =>
      ({
        issuer: 'client',
        type: byContainer[pick.b % byContainer.length] ?? 'StartContainer',
        container: text(pick),
      }) as Command,
  ),
  move(1, (_, pick) => ({
    issuer: 'client',
    type: 'CreateContainer',
    name: text(pick),
    config: { Image: 'nope', Cmd: ['sh'] },
    hostConfig: {},
  })),
  move(2, (_, pick) => ({
    issuer: 'client',
    type: 'CreateContainer',
    name: text(pick),
    config: {
      Image: 'redis',
      Cmd: pick.b % 3 ? ['sh'] : [],
      ...(pick.c % 4 === 0 && { WorkingDir: 'relative' }),
      ...(pick.c % 4 === 1 && { Labels: { ['__proto__']: 'x' } }),
    },
    hostConfig: pick.c % 5 === 0 ? { AutoRemove: true, RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } } : {},
  })),
  move(1, (_, pick) => ({
    issuer: 'client',
    type: 'KillContainer',
    container: text(pick),
    signal: pick.b % 2 ? 'BOGUS' : '99',
  })),
  move(1, (_, pick) => ({
    issuer: 'client',
    type: 'RenameContainer',
    container: text(pick),
    name: text({ ...pick, a: pick.b }),
  })),
  move(1, (_, pick) => ({
    issuer: 'client',
    type: 'TagImage',
    image: pick.b % 2 ? 'redis' : text(pick),
    repo: text({ ...pick, a: pick.c }),
    tag: 'bad tag!',
  })),
  move(1, (_, pick) => ({ issuer: 'client', type: 'RemoveImage', image: text(pick) })),
  move(1, (_, pick) => ({ issuer: 'client', type: 'StartExec', exec: text(pick) as never, detach: true })),
  move(1, (_, pick) => ({ issuer: 'client', type: 'RemoveVolume', volume: pick.b % 2 ? 'data' : text(pick) })),
  move(1, (_, pick) => ({
    issuer: 'process',
    type: 'WriteFile',
    pid: (pick.b % 5000) as Pid,
    path: '/x',
    data: text(pick),
  })),
  move(1, (_, pick) => ({ issuer: 'process', type: 'ExitProcess', pid: (pick.b % 300) as Pid, code: 1 })),
  move(1, (_, pick) => ({ issuer: 'host', type: 'SignalHostProcess', pid: (pick.b % 400) as Pid, signal: 10 })),
  move(1, (world, pick) => {
    const id = [...world.containers.keys()].sort()[pick.b % Math.max(1, world.containers.size)];
    return (
      id && { issuer: 'client', type: 'StartContainer', container: (id as ContainerId).slice(0, 1 + (pick.c % 3)) }
    );
  }),
];
