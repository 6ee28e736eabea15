import fc from 'fast-check';
import type { Command, World } from '../../src/index.ts';
import { containerMoves } from './moves/containers.ts';
import { hostMoves } from './moves/host.ts';
import { imageMoves } from './moves/images.ts';
import type { Move, Pick } from './moves/move.ts';
import { fileMoves, processMoves } from './moves/processes.ts';
import { refusedMoves } from './moves/refused.ts';
import { volumeMoves } from './moves/volumes.ts';
import { wildMoves } from './moves/wild.ts';

/** Each move as often as its weight says: a drawn number is an index. */
const wheel = (moves: readonly Move[]): readonly Move[] =>
  moves.flatMap((move) => Array.from({ length: move.weight }, () => move));

const guided = wheel([...containerMoves, ...imageMoves, ...processMoves, ...fileMoves, ...volumeMoves, ...hostMoves]);
const wild = wheel([...wildMoves, ...refusedMoves]);

/** One command in ten is wild. */
const share = 10;

/** Chance, one pick a command. Long on purpose: a law over five commands is nearly empty. */
export const picks = (length: number): fc.Arbitrary<readonly Pick[]> => {
  const number = fc.nat(2 ** 20);
  return fc.array(fc.record({ move: number, a: number, b: number, c: number }), {
    minLength: 1,
    maxLength: length,
    size: 'max',
  });
};

/** Commands of a history, at most. */
const longest = 400;

/** The chance of one history of many, by its number: the same whoever draws it, and whatever was drawn before. */
export const chanceOf = (seed: number, run: number, length: number = longest): readonly Pick[] =>
  fc.sample(picks(length), { seed: mixed(seed, run), numRuns: 1 })[0] ?? [];

/** Numbers near one another must not begin alike. */
const mixed = (seed: number, run: number): number => {
  let mix = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(run, 0xc2b2ae35);
  mix = Math.imul(mix ^ (mix >>> 16), 0x7feb352d);
  mix = Math.imul(mix ^ (mix >>> 15), 0x846ca68b);
  return mix ^ (mix >>> 16);
};

/** The command that a pick means in a world: mostly one that would change something now. */
export const commandOf = (world: World, pick: Pick): Command | undefined => {
  const moves = pick.move % share === 0 ? wild : guided;
  for (let turn = 0; turn < 8; turn += 1) {
    const found = moves[(Math.floor(pick.move / share) + turn * 37) % moves.length]?.make(world, pick);
    if (found) return found;
  }
  return undefined;
};
