import { type Union, walkMerged } from '../../core/overlay/index.ts';
import type { CaseOp, CaseTree } from '../overlay-cases/case-format.ts';
import { newStore } from '../overlay-cases/case-trees.ts';
import { cwd } from '../overlay-cases/held.ts';
import { type Stage, stageOf, unionOfCase } from '../overlay-cases/play.ts';
import type { Draft } from './arbitrary-call.ts';
import type { CaseInput } from './wire.ts';

const makers = new Set(['mkdir', 'create', 'symlink', 'mkfifo', 'mknod']);
const forDirectories = new Set(['mkdir', 'rmdir', 'readdir', 'chdir']);
const forFiles = new Set(['write', 'open', 'fopen', 'read', 'truncate']);
const names = ['a', 'b', 'c'];

/** Names that a case knows of: directories, and all else. */
type Known = { readonly dirs: string[]; readonly others: string[] };

/** Aims calls at paths of the layers, and at what earlier calls named, whatever became of it. */
export const aimedAtLayers = (trees: readonly CaseTree[], drafts: readonly Draft[]): readonly CaseOp[] => {
  const known: Known = { dirs: ['/'], others: [] };
  for (const [path, { type }] of trees.flatMap((it) => Object.entries(it))) {
    if (type !== 'whiteout') known[type === 'dir' ? 'dirs' : 'others'].push(path);
  }
  return drafts.map(({ op, near, nearTo }) => {
    const path = aim(known, op.path, near, makers.has(op.op), forDirectories.has(op.op));
    const to = op.to === undefined ? undefined : aim(known, op.to, nearTo, nearTo % 3 !== 0, nearTo % 2 === 0);
    for (const named of [to ?? path])
      if (named.startsWith('/')) known[op.op === 'mkdir' ? 'dirs' : 'others'].push(named);
    return { ...op, path, ...(to !== undefined && { to }) };
  });
};

/** A new name in a directory, or a name that is there. One time in four of the other kind. */
const aim = ({ dirs, others }: Known, path: string, near: number, makes: boolean, isDirectory: boolean): string => {
  if (near === 0 || path === '') return path;
  const places = makes || isDirectory === (near % 4 !== 1) ? dirs : others;
  const found = places[near % Math.max(1, places.length)];
  if (found === undefined || found.length > 40) return path;
  return makes ? `${found === '/' ? '' : found}/${names[near % 3]}` : found;
};

/** What the model sees when a call comes: the next call can be one that changes something. */
type Sight = {
  readonly dirs: readonly string[];
  readonly empty: readonly string[];
  readonly files: readonly string[];
  readonly links: readonly string[];
  readonly others: readonly string[];
  readonly all: readonly string[];
  readonly free: readonly string[];
};

const sightOf = (union: Union): Sight => {
  const seen = new Map([...walkMerged(union)].map(({ path, node }) => [path, node.inode.kind]));
  const all = [...seen.keys()].filter((path) => path.length <= 40);
  const dirs = all.filter((path) => seen.get(path) === 'directory');
  const others = all.filter((path) => seen.get(path) !== 'directory');
  return {
    all,
    dirs,
    others,
    empty: dirs.filter((dir) => !all.some((path) => path.startsWith(`${dir}/`))),
    files: others.filter((path) => seen.get(path) === 'file'),
    links: others.filter((path) => seen.get(path) === 'symlink'),
    free: ['', ...dirs].flatMap((dir) => names.map((name) => `${dir}/${name}`)).filter((path) => !seen.has(path)),
  };
};

/** Aims calls at what is there when they come, as the model sees it: most of them succeed. */
export const aimedAtModel = (it: Omit<CaseInput, 'ops'>, drafts: readonly Draft[]): readonly CaseOp[] => {
  const store = newStore();
  let union = unionOfCase(it, store);
  const stage = stageOf(it, union, store);
  return drafts.map((draft) => {
    const op = aimedAt(sightOf(union), stage, draft);
    union = stage.perform(op).union;
    return op;
  });
};

const aimedAt = (sight: Sight, { held }: Stage, { op, near, nearTo }: Draft): CaseOp => {
  const at = pick(placesOf(sight, op, near), near, op.path);
  const to = op.to === undefined ? undefined : pick(targetsOf(sight, op, at, nearTo), nearTo, op.to);
  const isRelative = nearTo % 4 === 1 && held.has(cwd) && op.path !== '';
  const path = isRelative ? pick(relative, near, '.') : at;
  const open = [...held.keys()].filter((fd) => fd > 0);
  const fd = op.fd !== undefined && op.op !== 'fopen' && !held.has(op.fd) ? open[0] : undefined;
  return { ...op, path, ...(to !== undefined && { to }), ...(fd !== undefined && { fd }) };
};

const relative = ['.', '..', 'a', 'b', '../a', './c', '../b/a', '../..', '../../a', 'a/..'];

/** One of the places, or the path that was drawn. */
const pick = (places: readonly string[], near: number, path: string): string =>
  (near === 0 ? undefined : places[near % Math.max(1, places.length)]) ?? path;

/** Where a call of this kind finds something to do; one time in eight it is aimed at anything. */
const placesOf = (sight: Sight, { op, flags, path }: CaseOp, near: number): readonly string[] => {
  if (path === '') return [];
  if (near % 8 === 5) return sight.all;
  if (makers.has(op) || (flags?.includes('O_EXCL') && flags.includes('O_CREAT'))) return sight.free;
  if (op === 'rmdir') return sight.empty;
  if (forDirectories.has(op)) return sight.dirs;
  if (op === 'readlink') return sight.links;
  if (op === 'unlink' || op === 'link') return sight.others;
  if (forFiles.has(op)) return near % 8 === 3 ? sight.links : sight.files;
  return sight.all;
};

/** Where a rename or a link can go: free names, and for a rename things of the same kind. */
const targetsOf = (sight: Sight, { op, flags }: CaseOp, from: string, near: number): readonly string[] => {
  if (near % 8 === 5) return sight.all;
  const isFree = op === 'link' || flags?.includes('NOREPLACE') || (near % 3 !== 0 && !flags?.includes('EXCHANGE'));
  if (isFree) return sight.free.filter((path) => !path.startsWith(`${from}/`));
  if (flags?.includes('EXCHANGE')) return sight.all.filter((path) => !isAbove(path, from) && !isAbove(from, path));
  return sight.dirs.includes(from) ? sight.empty : sight.others;
};

const isAbove = (dir: string, path: string): boolean => path.startsWith(`${dir}/`);
