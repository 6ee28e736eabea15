import { ownLabel, volumeNames } from '../names.ts';
import { paths } from '../programs.ts';
import { always, ask, everyStatus, imageFor, type Move, on } from './move.ts';

const own = { label: [ownLabel] };

/** Looks, prunes, waits: what changes nothing, or much at once. */
export const looks: readonly Move[] = [
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
