import { embeddedRegistry, pullCommand } from '../../../src/index.ts';
import {
  choose,
  containersOf,
  images,
  imagesOf,
  type Move,
  move,
  pruneFilters,
  referencesOf,
  referenceTo,
} from './move.ts';

const tags = ['kept:1', 'kept:2', 'redis:latest', 'app:1'] as const;

/** What a client does to images. */
export const imageMoves: readonly Move[] = [
  move(3, (world, { a }) => pullCommand(embeddedRegistry(), world.distribution, choose(images, a) ?? 'redis')),
  move(6, (world, { a, b, c }) => {
    const it = choose(containersOf(world), a);
    return (
      it && {
        issuer: 'client',
        type: 'CommitContainer',
        container: referenceTo(it, b),
        repo: 'kept',
        tag: String(1 + (c % 2)),
        pause: c % 3 !== 0,
      }
    );
  }),
  move(2, (world, { a, b }) => {
    const image = choose(referencesOf(world), a);
    const [repo, tag] = (choose(tags, b) ?? 'kept:1').split(':');
    return image === undefined
      ? undefined
      : { issuer: 'client', type: 'TagImage', image, repo: repo ?? 'kept', tag: tag ?? '1' };
  }),
  move(4, (world, { a, c }) => {
    const image = choose([...referencesOf(world), ...imagesOf(world)], a);
    return image === undefined ? undefined : { issuer: 'client', type: 'RemoveImage', image, force: c % 3 === 0 };
  }),
  move(1, (_, { a, b }) => ({ issuer: 'client', type: 'PruneImages', all: a % 4 === 0, ...choose(pruneFilters, b) })),
];
