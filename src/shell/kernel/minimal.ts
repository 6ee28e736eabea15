import type { CaseNode, CaseTree } from '../overlay-cases/case-format.ts';
import type { CaseInput } from './wire.ts';

/** Whether a smaller case still shows what is looked for. */
export type Shows = (it: CaseInput) => Promise<boolean>;

/** Drops calls, layers, objects and attributes one by one for as long as the case still shows the same. */
export const minimal = async (it: CaseInput, shows: Shows): Promise<CaseInput> => {
  let best = it;
  for (let before: CaseInput | undefined; before !== best; ) {
    before = best;
    for (const shorter of smaller) best = await narrowed(best, shorter, shows);
  }
  return best;
};

/** All cases that are one step smaller in one respect. Indexes stay valid while smaller ones are taken from the end. */
type Smaller = (it: CaseInput) => readonly ((now: CaseInput) => CaseInput | undefined)[];

const narrowed = async (it: CaseInput, smallerOf: Smaller, shows: Shows): Promise<CaseInput> => {
  let best = it;
  for (const step of smallerOf(it)) {
    const candidate = step(best);
    if (candidate && (await shows(candidate))) best = candidate;
  }
  return best;
};

const backwards = (length: number): readonly number[] => Array.from({ length }, (_, at) => length - 1 - at);
const without = <T>(list: readonly T[], at: number): readonly T[] => list.filter((_, index) => index !== at);

const fewerCalls: Smaller = ({ ops }) =>
  backwards(ops.length).map((at) => (now) => ({ ...now, ops: without(now.ops, at) }));

const fewerLayers: Smaller = ({ lowers }) =>
  backwards(lowers.length).map(
    (at) => (now) => (now.lowers.length > 1 ? { ...now, lowers: without(now.lowers, at) } : undefined),
  );

const plainActor: Smaller = () => [
  ({ who, ...rest }) => who && rest,
  ({ readonlyMount, ...rest }) => (readonlyMount ? rest : undefined),
];

/** One change of one tree of a case; upper is the one after the lowers. */
const inTree = (
  now: CaseInput,
  layer: number,
  change: (tree: CaseTree) => CaseTree | undefined,
): CaseInput | undefined => {
  const tree = layer === now.lowers.length ? now.upper : now.lowers[layer];
  const changed = tree && change(tree);
  if (!changed) return undefined;
  if (layer === now.lowers.length) return { ...now, upper: changed };
  return { ...now, lowers: now.lowers.map((it, at) => (at === layer ? changed : it)) };
};

const objects = ({ lowers, upper }: CaseInput): readonly (readonly [number, string])[] =>
  [...lowers, upper].flatMap((tree, layer) =>
    Object.keys(tree)
      .reverse()
      .map((path) => [layer, path] as const),
  );

const fewerObjects: Smaller = (it) =>
  objects(it).map(
    ([layer, path]) =>
      (now) =>
        inTree(now, layer, (tree) => withoutObject(tree, path)),
  );

const withoutObject = (tree: CaseTree, path: string): CaseTree | undefined => {
  const nodes = Object.entries(tree);
  const isNeeded = nodes.some(([other, { hardlinkOf }]) => other.startsWith(`${path}/`) || hardlinkOf === path);
  if (!Object.hasOwn(tree, path) || isNeeded) return undefined;
  return Object.fromEntries(nodes.filter(([other]) => other !== path));
};

const simpler: readonly ((node: CaseNode) => CaseNode | undefined)[] = [
  ({ xattrs, ...node }) => xattrs && node,
  ({ opaque, ...node }) => (opaque ? node : undefined),
  ({ uid, gid, ...node }) => (uid || gid ? node : undefined),
  ({ mtime, ...node }) => (mtime ? node : undefined),
  ({ mode, ...node }) => (mode === undefined ? undefined : node),
];

const simplerObjects: Smaller = (it) =>
  objects(it).flatMap(([layer, path]) =>
    simpler.map((simplify) => (now: CaseInput) => inTree(now, layer, (tree) => withSimpler(tree, path, simplify))),
  );

const withSimpler = (tree: CaseTree, path: string, simplify: (typeof simpler)[number]): CaseTree | undefined => {
  const node = tree[path];
  if (!node || node.hardlinkOf !== undefined || node.type === 'whiteout') return undefined;
  const changed = simplify(node);
  return changed && { ...tree, [path]: changed };
};

const smaller: readonly Smaller[] = [fewerCalls, plainActor, fewerLayers, fewerObjects, simplerObjects];
