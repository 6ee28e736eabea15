import type { ContainerId } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import type { Entropy } from '../kernel/entropy.ts';
import { invalidVolumeName, shortVolumeName } from '../streams/volume/rejections.ts';
import type { World } from '../world.ts';
import { ownerOf } from './find-container.ts';
import { choose } from './random-hex.ts';

/** At least two characters, one leading slash allowed (measured, docs/facts.md). */
const form = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
export const isName = (name: string): boolean => form.test(name);
export const withoutSlash = (name: string): string => (name.startsWith('/') ? name.slice(1) : name);

/** The driver for local volumes looks at the length first, whichever character it is. */
export const volumeNameTrouble = (name: string): Rejection | undefined => {
  if (name.length === 1) return shortVolumeName(name);
  return isVolumeName(name) ? undefined : invalidVolumeName(name);
};

/** A create of a container takes a name of one character too (measured). */
export const isVolumeName = (name: string): boolean => /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name);

const tempers = [
  'amber', 'brave', 'brisk', 'calm', 'candid', 'clever', 'deft', 'eager', 'earnest', 'fair', 'fond', 'gentle',
  'glad', 'hardy', 'hopeful', 'jolly', 'keen', 'kind', 'lively', 'lucid', 'merry', 'mild', 'modest', 'nimble',
  'patient', 'proud', 'quick', 'quiet', 'ready', 'serene', 'sharp', 'steady', 'sunny', 'tidy', 'upbeat', 'witty',
] as const; // biome-ignore format: a word list
const surnames = [
  'anning', 'bascom', 'boole', 'bose', 'curie', 'dirac', 'euler', 'fermi', 'franklin', 'galois', 'gauss', 'germain',
  'hamilton', 'hodgkin', 'hopper', 'jemison', 'kepler', 'khayyam', 'knuth', 'lamarr', 'lovelace', 'meitner', 'mendel',
  'mirzakhani', 'newton', 'noether', 'pascal', 'payne', 'plimsoll', 'raman', 'ride', 'ritchie', 'tesla', 'turing',
  'wiles', 'wu',
] as const; // biome-ignore format: a word list

/**
 * A name for a container that nobody named: up to six tries, with a digit from the second on, then the short id
 * (as in moby's name generator). The word lists are our own.
 */
export const generatedName = (world: World, entropy: Entropy, id: ContainerId): string => {
  for (let attempt = 0; attempt < 6; attempt++) {
    const words = `${choose(entropy, `temper ${attempt}`, tempers)}_${choose(entropy, `surname ${attempt}`, surnames)}`;
    const name = attempt === 0 ? words : words + choose(entropy, `digit ${attempt}`, digits);
    if (ownerOf(world, name) === undefined) return name;
  }
  return id.slice(0, 12);
};

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
