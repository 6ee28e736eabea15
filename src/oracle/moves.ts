import type { World } from '../core/world.ts';
import type { Chance } from './chance.ts';
import { archives } from './moves/archives.ts';
import { create } from './moves/create.ts';
import { looks } from './moves/looks.ts';
import { requests } from './moves/requests.ts';
import type { Step } from './step.ts';

/** What is drawn from: everything, or what a request of text alone can ask. */
export type Vocabulary = 'whole' | 'requests';

/** The next step, drawn from what is possible in the model's present state, and sometimes from what is not. */
export const nextStep = (world: World, chance: Chance, vocabulary: Vocabulary = 'requests'): Step => {
  const known = vocabulary === 'whole' ? whole : requests;
  const possible = known.filter(({ isPossible }) => isPossible(world));
  const chosen = chance.oneIn(9) ? known : possible;
  let at = chance.below(chosen.reduce((sum, { weight }) => sum + weight, 0));
  const move = chosen.find(({ weight }) => {
    at -= weight;
    return at < 0;
  });
  return (move ?? create).make(world, chance);
};

const whole = [...requests, ...looks, ...archives];
