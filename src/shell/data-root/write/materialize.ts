import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../../core/kernel/digest.ts';
import type { World } from '../../../core/world.ts';
import { dataRootEntries, type PathNode } from '../../../views/data-root.ts';
import { BadInput } from '../../bad-input.ts';
import { extractTo, needRoot } from '../tar/gnu-tar.ts';
import { type Bytes, contentOf } from './content.ts';
import { checkPath } from './safe-names.ts';
import { tarOf } from './tar-of.ts';
import { unitOf } from './unit.ts';

export type Materialized = { readonly units: number; readonly kept: number; readonly objects: number };

export type MaterializeOptions = {
  /** Where an engine will find the root, when not there where it is written. */
  readonly as?: string;
  readonly progress?: (done: Materialized, path: string) => void;
};

/** Stands in a root that is not finished, and says what of. */
const marker = '.plimsoll-unfinished';
const partial = '.plimsoll-partial';

/**
 * Writes a world's data root into a directory: one unit (a layer, a container, a volume) after the other, each under
 * another name until it is whole. What was cut off goes on where it stopped.
 */
export const materialize = async (
  world: World,
  bytes: Bytes,
  dir: string,
  { as = dir, progress }: MaterializeOptions = {},
): Promise<Materialized> => {
  needRoot('writing a data root');
  begin(dir, world, as);
  const done = { units: 0, kept: 0, objects: 0 };
  const shared: (readonly [string, PathNode])[] = [];
  for (const { path, nodes } of grouped(dataRootEntries(world, { merged: false, root: as }), shared)) {
    const above = path.slice(0, path.lastIndexOf('/'));
    makeDirectories(dir, above);
    const target = join(dir, path);
    if (isThere(target)) done.kept += 1;
    else {
      rmSync(`${target}${partial}`, { recursive: true, force: true });
      mkdirSync(`${target}${partial}`);
      await extractTo(`${target}${partial}`, tarOf(nodes, path, contentOf(world, bytes)));
      renameSync(`${target}${partial}`, target);
      done.objects += nodes.length;
    }
    done.units += 1;
    progress?.(done, path);
  }
  for (const [path, { type }] of shared) if (type === 'directory') makeDirectories(dir, path);
  await extractTo(dir, tarOf([['', { type: 'directory', mode: 0o710 }], ...shared], '', contentOf(world, bytes)));
  rmSync(join(dir, marker));
  return { ...done, objects: done.objects + shared.length };
};

type Group = { readonly path: string; readonly nodes: readonly (readonly [string, PathNode])[] };

/** Units as they come; what belongs to none is set aside, for all of it depends on the units being there. */
function* grouped(
  entries: Iterable<readonly [string, PathNode]>,
  shared: (readonly [string, PathNode])[],
): Generator<Group> {
  let unit: string | undefined;
  let nodes: (readonly [string, PathNode])[] = [];
  for (const entry of entries) {
    const [path, node] = entry;
    checkPath(path);
    const its = unitOf(path, node);
    if (its !== unit && unit !== undefined) yield { path: unit, nodes };
    if (its !== unit) nodes = [];
    unit = its;
    if (its === undefined) shared.push(entry);
    else nodes.push(entry);
  }
  if (unit !== undefined) yield { path: unit, nodes };
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Only an empty directory, or one in which this very world was begun, is written to. */
const begin = (dir: string, world: World, as: string): void => {
  const stat = lstatSync(dir, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) throw new BadInput(`${dir}: not a directory`);
  if (!stat) mkdirSync(dir, { recursive: true });
  const what = sha256Hex(`${as}\n${namesOf(world).join('\n')}`);
  const names = readdirSync(dir);
  const mark = join(dir, marker);
  if (names.length === 0) writeFileSync(mark, what, { flag: 'wx' });
  else if (!names.includes(marker)) throw new BadInput(`${dir}: not empty`);
  else if (!lstatSync(mark).isFile() || readFileSync(mark, 'utf8') !== what)
    throw new BadInput(`${dir}: another state of a log was begun here`);
};

/** Everything that tells one state of an engine from another: small files with their text, names of the rest. */
const namesOf = (world: World): readonly string[] =>
  [...dataRootEntries(world, { contents: false })].map(([path, { content = '', target = '' }]) =>
    [path, content, target].join('\0'),
  );

/** Each directory on the way is one: a symlink that somebody put there is not followed. */
const makeDirectories = (dir: string, path: string): void => {
  let at = dir;
  for (const name of path.split('/')) {
    at = join(at, name);
    const stat = lstatSync(at, { throwIfNoEntry: false });
    if (!stat) mkdirSync(at, { mode: 0o700 });
    else if (!stat.isDirectory()) throw new BadInput(`${at}: not a directory`);
  }
};
