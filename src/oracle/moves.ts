import type { ClientCommand } from '../core/commands/client/index.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { World } from '../core/world.ts';
import type { Chance } from './chance.ts';
import { baseImages, containerNames, imageNames, ownLabel, ownPrefix, volumeNames } from './names.ts';
import { dockerfiles, extras, filesToPut, paths, policiesFor, programs, restartPolicy, scripts } from './programs.ts';
import type { Step } from './step.ts';

/** What is drawn from: everything, or what a request of text alone can ask. */
export type Vocabulary = 'whole' | 'requests';

/** The next step, drawn from what is possible in the model's present state, and sometimes from what is not. */
export const nextStep = (world: World, chance: Chance, vocabulary: Vocabulary = 'requests'): Step => {
  const known = vocabulary === 'whole' ? wholeMoves : moves;
  const possible = known.filter(({ isPossible }) => isPossible(world));
  const chosen = chance.oneIn(9) ? known : possible;
  let at = chance.below(chosen.reduce((sum, { weight }) => sum + weight, 0));
  const move = chosen.find(({ weight }) => {
    at -= weight;
    return at < 0;
  });
  return (move ?? create).make(world, chance);
};

type Move = {
  readonly weight: number;
  readonly isPossible: (world: World) => boolean;
  readonly make: (world: World, chance: Chance) => Step;
};

const ours = (world: World): readonly Container[] =>
  [...world.containers.values()]
    .filter(({ name }) => name.startsWith(ownPrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const having = (world: World, ...statuses: readonly string[]): readonly Container[] =>
  ours(world).filter(({ state }) => statuses.includes(state.status));

const ask = (command: ClientCommand): Step => ({ do: 'ask', command });

/** Names of containers: of one that fits, else of any, else of none. */
const nameOf = (fitting: readonly Container[], chance: Chance): string =>
  (chance.oneIn(12) ? undefined : chance.any(fitting)?.name) ?? chance.of(containerNames as [string, ...string[]]);

const on = (
  weight: number,
  statuses: readonly string[],
  make: (container: string, chance: Chance, world: World) => Step,
): Move => ({
  weight,
  isPossible: (world) => having(world, ...statuses).length > 0,
  make: (world, chance) => make(nameOf(having(world, ...statuses), chance), chance, world),
});

const always = (): boolean => true;

const imageFor = (world: World, chance: Chance): string => {
  if (chance.oneIn(25)) return `${ownPrefix}nobody`;
  const made = [...world.references.keys()].filter((it) => it.startsWith(ownPrefix)).sort();
  return chance.any(made) ?? baseImages[0].as;
};

const create: Move = {
  weight: 10,
  isPossible: (world) => ours(world).length < containerNames.length,
  make: (world, chance) => {
    const taken = new Set(ours(world).map(({ name }) => name));
    const free = containerNames.filter((name) => !taken.has(name));
    const name =
      (chance.oneIn(15) ? undefined : chance.any(free)) ?? chance.of(containerNames as [string, ...string[]]);
    const program = weighted(chance);
    const drawn = chance.any(extras) ?? [{}, {}];
    const [config, hostConfig] = drawn;
    const isWrapped = config.Entrypoint !== undefined;
    const policy = chance.of(policiesFor(program));
    const removes = policy === '' && chance.oneIn(8);
    return ask({
      type: 'CreateContainer',
      issuer: 'client',
      name,
      config: {
        ...config,
        Labels: { ...config.Labels, [ownLabel]: '' },
        Image: imageFor(world, chance),
        Cmd: isWrapped ? [program.command.join(' ')] : [...program.command],
      },
      hostConfig: {
        ...hostConfig,
        NetworkMode: 'none',
        ...(policy !== '' && { RestartPolicy: restartPolicy(policy) }),
        ...(removes && { AutoRemove: true }),
        ...shared(world, chance),
      },
    });
  },
};

/** Volumes or the pid namespace of another container: one that is there, sometimes one that is not. */
const shared = (
  world: World,
  chance: Chance,
): { readonly VolumesFrom?: readonly string[]; readonly PidMode?: string } => {
  const kind = chance.below(16);
  if (kind > 1) return {};
  const other = nameOf(ours(world), chance);
  return kind === 0 ? { VolumesFrom: [chance.oneIn(3) ? `${other}:ro` : other] } : { PidMode: `container:${other}` };
};

const weighted = (chance: Chance): (typeof programs)[number] => {
  let at = chance.below(programs.reduce((sum, { weight }) => sum + weight, 0));
  for (const program of programs) {
    at -= program.weight;
    if (at < 0) return program;
  }
  return programs[0] ?? { command: ['true'], goesOn: false, weight: 1 };
};

const signals = ['TERM', 'KILL', 'HUP', 'SIGUSR1', '15', '9', '99', 'nonsense'] as const;

/** Whether main answers TERM at once: then a stop needs no patience. */
const obeys = (world: World, name: string): boolean =>
  ours(world).some(
    (it) =>
      it.name === name &&
      (it.args.join(' ').includes('trap') || it.hostConfig.Init === true || it.config.StopSignal === 'KILL'),
  );

/** Whether main ends only when somebody ends it: others would restart for ever, as fast as each engine can. */
const goesOn = (world: World, name: string): boolean => {
  const words = ours(world)
    .find((it) => it.name === name)
    ?.args.join(' ');
  return programs.some((it) => it.goesOn && words?.endsWith(it.command.slice(-1).join('')));
};

const moves: readonly Move[] = [
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

const everyStatus = ['created', 'running', 'exited', 'paused', 'restarting'] as const;
const own = { label: [ownLabel] };

/** Looks, prunes, waits: what changes nothing, or much at once. */
const looks: readonly Move[] = [
  on(2, ['created', 'exited'], (container) => ask({ issuer: 'client', type: 'WaitContainer', container })),
  on(2, everyStatus, (container, chance) => {
    const [stdout, stderr] = [chance.oneIn(2), chance.oneIn(2)];
    return ask({ issuer: 'client', type: 'LogsContainer', container, stdout, stderr });
  }),
  on(1, everyStatus, (container) => ask({ issuer: 'client', type: 'DiffContainer', container })),
  on(1, everyStatus, (container) => ask({ issuer: 'client', type: 'ExportContainer', container })),
  on(1, everyStatus, (container) =>
    ask({ issuer: 'client', type: 'ResizeContainer', container, height: 24, width: 80 }),
  ),
  on(2, everyStatus, (container, chance) =>
    ask({
      issuer: 'client',
      type: chance.oneIn(3) ? 'StatArchive' : 'GetArchive',
      container,
      path: chance.oneIn(6) ? '/no/such' : chance.of(paths),
    }),
  ),
  {
    weight: 2,
    isPossible: always,
    make: (_, chance) => ask({ issuer: 'client', type: 'ListContainers', all: chance.oneIn(2) }),
  },
  {
    weight: 2,
    isPossible: always,
    make: (world, chance) =>
      ask({
        issuer: 'client',
        type: chance.oneIn(2) ? 'InspectImage' : 'HistoryImage',
        image: imageFor(world, chance),
      }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (_, chance) =>
      ask({ issuer: 'client', type: 'InspectVolume', volume: chance.of(volumeNames as [string, ...string[]]) }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (world, chance) => ask({ issuer: 'client', type: 'SaveImages', images: [imageFor(world, chance)] }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (_, chance) =>
      ask({
        issuer: 'client',
        type: chance.of(['PruneContainers', 'PruneContainers', 'PruneVolumes']),
        filters: chance.oneIn(8) ? { nonsense: ['x'] } : own,
      }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (_, chance) =>
      ask({
        issuer: 'client',
        type: 'PruneImages',
        filters: chance.oneIn(8) ? { ...own, dangling: ['perhaps'] } : own,
        ...(chance.oneIn(2) && { all: true }),
      }),
  },
];

/** What more than one request asks, or one with a tar. */
const archives: readonly Move[] = [
  on(3, everyStatus, (container, chance) => ({
    do: 'put',
    container,
    path: chance.of(['/', '/tmp', '/srv', '/srv/app', '/etc', '/data', '/no/such', '/etc/passwd']),
    files: chance.any(filesToPut) ?? [],
  })),
  on(1, everyStatus, (container, chance) => ({
    do: 'import',
    container,
    repo: chance.oneIn(10) ? 'Not Valid' : chance.of(imageNames as [string, ...string[]]),
    ...(chance.oneIn(3) && { message: 'a message' }),
  })),
  {
    weight: 1,
    isPossible: (world) => [...world.references.keys()].some(isMade),
    make: (world, chance) => ({
      do: 'reload',
      image: chance.any([...world.references.keys()].filter(isMade).sort()) ?? `${ownPrefix}i1:latest`,
      ...(chance.oneIn(2) && { removed: true }),
    }),
  },
  {
    weight: 1,
    isPossible: always,
    make: (world, chance) => ({
      do: 'build',
      // Of an image that is not there the engine asks a registry.
      dockerfile: `FROM ${chance.any([...world.references.keys()].sort()) ?? baseImages[0].as}\n${chance.any(dockerfiles) ?? ''}`,
      tag: `${chance.of(imageNames as [string, ...string[]])}:${chance.of(['1', 'latest'])}`,
    }),
  },
  on(2, ['running'], (container, chance) => ({
    do: 'exec',
    container,
    detach: true,
    argv: chance.of<readonly string[]>([
      ['sleep', '500'],
      ['sh', '-c', 'sleep 501 & sleep 502'],
      ['sh', '-c', 'trap "" TERM; while true; do sleep 503; done'],
      ['true'],
      ['no-such-program'],
    ]),
  })),
  on(2, ['running', 'paused'], (container, chance) => ({
    do: 'exec',
    container,
    argv: chance.of<readonly string[]>([
      ['ps', '-o', 'args'],
      ['sh', '-c', 'kill -0 1 && echo alive'],
      ['sh', '-c', 'kill -STOP 1; echo asked'],
    ]),
  })),
];

const wholeMoves: readonly Move[] = [...moves, ...looks, ...archives];

/** A tag that steps made: those that sequences begin with stay. */
const isMade = (reference: string): boolean => imageNames.some((name) => reference.startsWith(`${name}:`));
