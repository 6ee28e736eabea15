import { Volume } from 'memfs';
import { Union as UnionFs } from 'unionfs';
import type { Context } from '../src/core/overlay/index.ts';
import { digestOf, type InodeData, instant, root, type Tree, treeOfEntries } from '../src/index.ts';

/** A big image: so many files in so many layers, every layer with files in the same hundred directories. */
export const files = 100_000;
export const layers = 50;

const text = 'x'.repeat(64);
const bytes = new TextEncoder().encode(text);
const content = digestOf(bytes);

export const context: Context = {
  ...root,
  now: instant(5_000_000, 7),
  umask: 0o022,
  contents: () => bytes,
  put: digestOf,
};

const file: InodeData = {
  kind: 'file',
  content,
  size: bytes.length,
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: instant(1_000),
};

const perLayer = files / layers;
const pathOf = (layer: number, at: number): string => `usr/share/s${at % 100}/l${layer}-f${at}`;
const pathsOf = (layer: number): readonly string[] => Array.from({ length: perLayer }, (_, at) => pathOf(layer, at));

/** The trees of the image's layers, bottom first. */
export const layerTrees = (): readonly Tree[] =>
  Array.from({ length: layers }, (_, layer) => treeOfEntries(pathsOf(layer).map((path) => ({ path, node: file }))));

/** The same files in one layer. */
export const oneTree = (count = layers): Tree =>
  treeOfEntries(
    Array.from({ length: count }, (_, layer) => pathsOf(layer))
      .flat()
      .map((path) => ({ path, node: file })),
  );

/** Some hundred paths, spread over the whole image, in a mixed order. */
export const somePaths: readonly string[] = Array.from(
  { length: 500 },
  (_, at) => `/${pathOf((at * 7) % layers, (at * 397) % perLayer)}`,
);

/** Paths of the bottom layer, for what is changed. */
export const pathsToChange: readonly string[] = Array.from(
  { length: 500 },
  (_, at) => `/${pathOf(0, (at * 37) % perLayer)}`,
);

type Peer = InstanceType<typeof UnionFs>;

/** The same files in npm's memfs under unionfs: one volume a layer, or one for all of them. */
export const memfsUnion = (perVolume = 1): Peer => {
  const union = new UnionFs();
  for (let layer = 0; layer < layers; layer += perVolume) {
    const together = Array.from({ length: perVolume }, (_, at) => pathsOf(layer + at)).flat();
    const names = Object.fromEntries(together.map((path) => [`/${path}`, text]));
    // unionfs asks for the types of an older memfs; what it calls is the same.
    union.use(Volume.fromJSON(names) as unknown as Parameters<Peer['use']>[0]);
  }
  return union;
};
