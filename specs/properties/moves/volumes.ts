import { choose, type Move, move } from './move.ts';

const volumes = ['data', 'other', 'spare'] as const;

/** What a client does to volumes. */
export const volumeMoves: readonly Move[] = [
  move(1, (_, { a }) => ({ issuer: 'client', type: 'CreateVolume', name: choose(volumes, a) ?? 'data' })),
  move(1, (world, { a }) => {
    const volume = choose([...world.volumes.keys()].sort(), a);
    return volume === undefined ? undefined : { issuer: 'client', type: 'RemoveVolume', volume };
  }),
  move(1, () => ({ issuer: 'client', type: 'PruneVolumes' })),
];
