import { baseImages, imageNames, ownPrefix } from '../names.ts';
import { dockerfiles, filesToPut } from '../programs.ts';
import { always, everyStatus, isMade, type Move, on } from './move.ts';

/** What more than one request asks, or one with a tar. */
export const archives: readonly Move[] = [
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
