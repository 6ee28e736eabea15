import { nobody, pull, served } from './registry-calls.ts';
import { c1, commit, create, pointed, rmi, type Story, tag } from './story.ts';

const denied = served.replace('plimsoll-served', 'plimsoll-denied');

/** Vectors that want a registry: docs/vectors.md says how little of one. */
export const registryStories: readonly Story[] = [
  {
    name: 'an image is pulled, and pulled again, and its next version shares a layer',
    from: 'chapter 7, docker run step by step',
    needs: ['registry'],
    steps: [
      pull(served, '1'),
      tag(`${served}:1`, 'plimsoll-i1', 'pulled'),
      pull(served, '1'),
      pull(served, '2'),
      tag(`${served}:2`, 'plimsoll-i2', 'pulled'),
      create(c1, [], {}, {}, 'plimsoll-i2:pulled'),
      rmi(`${served}:1`),
      commit('plimsoll-i3'),
    ],
  },
  {
    ...pointed(
      'pulls that a registry refuses',
      pull(served, 'none'),
      pull(denied, '1'),
      pull(served, 'wrong'),
      pull(served, '1', { platform: 'nonsense/of/a/kind' }),
    ),
    needs: ['registry'],
  },
  pointed(
    'pulls that reach no registry',
    pull(nobody, '1'),
    pull('Not Valid', '1'),
    pull(nobody, 'no tag'),
    pull(nobody, 'sha256:nonsense'),
  ),
];
