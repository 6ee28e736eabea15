import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { entriesIn, isGone } from './read-file.ts';
import type { Counted } from './survey.ts';

/** Told now and then while a large tree is counted. */
export type Tick = (objects: number) => void;

const mostNames = 20;

/** Counts a tree without keeping it: only inodes with several names are remembered. */
export const countTree = (root: string, tick: Tick): Counted => {
  let [objects, bytes] = [0, 0];
  const linked = new Set<bigint>();
  const whiteoutNames: string[] = [];
  const first: string[] = [];
  const walk = (dir: string, shown: string, depth: number): void => {
    for (const entry of entriesIn(dir)) {
      const path = join(dir, entry.name);
      const name = `${shown}/${entry.name}`;
      objects += 1;
      if (objects % 4096 === 0) tick(4096);
      if (depth < 2 && first.length < mostNames) first.push(name);
      if (entry.name.startsWith('.wh.') && whiteoutNames.length < mostNames) whiteoutNames.push(name);
      if (entry.isDirectory()) walk(path, name, depth + 1);
      else bytes += sizeOf(path, linked);
    }
  };
  walk(root, '', 0);
  tick(objects % 4096);
  return { objects, bytes, whiteoutNames, first: first.sort() };
};

/** Regular files and targets of symlinks, each inode once, as Docker counts a layer (measured, docs/facts.md). */
const sizeOf = (path: string, linked: Set<bigint>): number => {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat || !(stat.isFile() || stat.isSymbolicLink())) return 0;
    if (stat.nlink > 1) {
      const key = BigInt(stat.ino);
      if (linked.has(key)) return 0;
      linked.add(key);
    }
    return stat.size;
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
};
