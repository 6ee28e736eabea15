import { hasInit } from '../../core/streams/container/config.ts';
import type { World } from '../../core/world.ts';
import { containerNames, imageNames, ownLabel, ownPrefix, volumeNames } from '../names.ts';
import { paths, programs, restartPolicy, scripts } from '../programs.ts';
import { create } from './create.ts';
import { always, ask, imageFor, isMade, type Move, on, ours } from './move.ts';

const signals = ['TERM', 'KILL', 'HUP', 'SIGUSR1', '15', '9', '99', 'nonsense'] as const;

/** Whether main answers TERM at once: then a stop needs no patience. */
const obeys = (world: World, name: string): boolean =>
  ours(world).some(
    (it) =>
      it.name === name &&
      (it.args.join(' ').includes('trap') || hasInit(it.hostConfig) || it.config.StopSignal === 'KILL'),
  );

/** Whether main ends only when somebody ends it: others would restart for ever, as fast as each engine can. */
const goesOn = (world: World, name: string): boolean => {
  const { args = [] } = ours(world).find((it) => it.name === name) ?? {};
  // More words behind `-c` than a script are arguments that an image's entry point was given.
  if (args[0] === '-c' && args.length > 2) return false;
  const words = args.join(' ');
  return programs.some((it) => it.goesOn && words.endsWith(it.command.slice(-1).join('')));
};

/** What one request of text asks. */
export const requests: readonly Move[] = [
  create,
  on(12, ['created', 'exited'], (container) => ask({ issuer: 'client', type: 'StartContainer', container })),
  on(4, ['running'], (container, chance, world) =>
    ask({
      issuer: 'client',
      type: 'StopContainer',
      container,
      timeout: obeys(world, container) ? 10 : chance.oneIn(3) ? 1 : 1,
    }),
  ),
  on(4, ['running', 'paused'], (container, chance) => {
    const signal = chance.oneIn(3) ? undefined : chance.of(signals);
    return ask({ issuer: 'client', type: 'KillContainer', container, ...(signal !== undefined && { signal }) });
  }),
  on(2, ['running', 'exited'], (container, _, world) =>
    ask({ issuer: 'client', type: 'RestartContainer', container, timeout: obeys(world, container) ? 10 : 1 }),
  ),
  on(3, ['running'], (container) => ask({ issuer: 'client', type: 'PauseContainer', container })),
  on(4, ['paused'], (container) => ask({ issuer: 'client', type: 'UnpauseContainer', container })),
  on(2, ['created', 'running', 'exited', 'paused'], (container, chance) =>
    ask({
      issuer: 'client',
      type: 'RenameContainer',
      container,
      name: chance.oneIn(9) ? 'no/name' : chance.of(containerNames as [string, ...string[]]),
    }),
  ),
  on(1, ['created', 'running', 'exited'], (container, chance, world) =>
    ask({
      issuer: 'client',
      type: 'UpdateContainer',
      container,
      restartPolicy: restartPolicy(
        chance.of(goesOn(world, container) ? ['no', 'unless-stopped', 'on-failure:3'] : ['no', 'on-failure:3']),
      ),
    }),
  ),
  on(5, ['created', 'exited'], (container, chance) =>
    ask({ issuer: 'client', type: 'RemoveContainer', container, ...(chance.oneIn(2) && { volumes: true }) }),
  ),
  on(2, ['running', 'paused'], (container, chance) =>
    ask({
      issuer: 'client',
      type: 'RemoveContainer',
      container,
      force: !chance.oneIn(4),
      ...(chance.oneIn(2) && { volumes: true }),
    }),
  ),
  on(22, ['running'], (container, chance) => {
    const [path, other] = [chance.of(paths), chance.of(paths)];
    const script = chance.any(scripts) ?? scripts[0];
    const user = chance.oneIn(10) ? { user: 'nobody' } : {};
    return { do: 'exec', container, argv: ['sh', '-c', script?.(path, other) ?? 'true'], ...user };
  }),
  on(2, ['running', 'exited', 'paused'], (container, chance) => ({
    do: 'exec',
    container,
    argv: chance.of<readonly string[]>([
      ['no-such-program'],
      ['true'],
      ['false'],
      ['sh', '-c', 'exit 42'],
      ['sh', '-c', 'kill -9 1; echo still here'],
      // Whether the shell ends before its namespace does is a race; the sleep never does.
      ['sh', '-c', 'kill -TERM 1; sleep 1'],
    ]),
  })),
  on(4, ['created', 'running', 'exited'], (container, chance) =>
    ask({
      issuer: 'client',
      type: 'CommitContainer',
      container,
      repo: chance.of(imageNames as [string, ...string[]]),
      ...(chance.oneIn(3) && { comment: 'a comment' }),
      ...(chance.oneIn(3) && { changes: ['CMD ["sleep","1000"]', 'LABEL made=here'] }),
    }),
  ),
  on(1, ['created', 'running', 'exited', 'paused'], (container) =>
    ask({ issuer: 'client', type: 'InspectContainer', container }),
  ),
  on(1, ['created', 'running', 'exited', 'paused'], (container, chance) =>
    ask({ issuer: 'client', type: 'TopContainer', container, ...(chance.oneIn(2) && { psArgs: '-o pid,comm' }) }),
  ),
  {
    weight: 2,
    isPossible: always,
    make: (world, chance) =>
      ask({
        issuer: 'client',
        type: 'TagImage',
        image: imageFor(world, chance),
        repo: chance.oneIn(12) ? 'Not Valid' : chance.of(imageNames as [string, ...string[]]),
        tag: chance.of(['1', '2', 'latest']),
      }),
  },
  {
    weight: 3,
    isPossible: (world) => [...world.references.keys()].some((it) => isMade(it)),
    make: (world, chance) =>
      ask({
        issuer: 'client',
        type: 'RemoveImage',
        image: chance.any([...world.references.keys()].filter(isMade).sort()) ?? `${ownPrefix}i1`,
        ...(chance.oneIn(4) && { force: true }),
      }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (_, chance) =>
      ask({
        issuer: 'client',
        type: 'CreateVolume',
        name: chance.oneIn(9) ? '_' : chance.of(volumeNames as [string, ...string[]]),
        labels: { [ownLabel]: '' },
      }),
  },
  {
    weight: 1,
    isPossible: (world) => world.volumes.size > 0,
    make: (_, chance) =>
      ask({
        issuer: 'client',
        type: 'RemoveVolume',
        volume: chance.of(volumeNames as [string, ...string[]]),
        ...(chance.oneIn(3) && { force: true }),
      }),
  },
];
