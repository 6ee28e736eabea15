import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { writeLayerTar } from '../src/core/layers/layer-tar.ts';
import {
  appendFile,
  applyChanges,
  chmod,
  diff,
  emptyTree,
  known,
  lstat,
  type Outcome,
  stackOf,
  stackOn,
  type Tree,
  type Union,
} from '../src/index.ts';
import { best, count, type Row, ratio, seconds } from './measure.ts';
import { context, files, layers, layerTrees, memfsUnion, oneTree, pathsToChange, somePaths } from './overlay-image.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that stay once the garbage is gone. */
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const fresh = (trees: readonly Tree[]): Union => ({ lower: stackOf(trees), upper: emptyTree() });

/** Nanoseconds a call of a list, the best of some rounds. */
const each = (calls: readonly string[], call: (path: string) => unknown, rounds = 15): number =>
  (best(rounds, () => seconds(() => void calls.forEach(call))) * 1e9) / calls.length;

/** Nanoseconds of one call among many. */
const again = (times: number, call: () => void): number =>
  (best(5, () =>
    seconds(() => {
      for (let at = 0; at < times; at += 1) call();
    }),
  ) *
    1e9) /
  times;

const after = (union: Union, outcome: Outcome): Union => ({
  ...union,
  upper: applyChanges(union.upper, outcome.changes ?? []),
});

/** A container in which the first so many paths were changed. */
const changed = (from: Union, many: number): Union =>
  somePaths
    .slice(0, many)
    .reduce((union, path) => after(union, appendFile(union, path, new Uint8Array([1]), context)), from);

const row = (what: string, measured: string, goal = '', met?: boolean): Row => ({ what, measured, goal, met });
const micro = (ns: number): string => `${(ns / 1_000).toFixed(1)} µs`;

const building = (): { readonly rows: readonly Row[]; readonly trees: readonly Tree[]; readonly union: Union } => {
  const before = heap();
  const trees = layerTrees();
  const held = heap();
  let union = fresh([]);
  const time = seconds(() => {
    union = fresh(trees);
  });
  const whole = heap();
  const top = best(15, () =>
    seconds(() => stackOn(fresh(trees.slice(0, -1)).lower, { ...known(trees.at(-1), 'top') })),
  );
  return {
    trees,
    union,
    rows: [
      row(`merged view of ${count(files)} files in ${layers} layers`, `${(time * 1_000).toFixed(0)} ms`),
      row('one more layer of 2,000 files on top', `${(top * 1_000).toFixed(2)} ms`),
      row(
        'memory of a file: its layer, the merged view',
        `${count((held - before) / files)} + ${count((whole - held) / files)} bytes`,
      ),
    ],
  };
};

const lookups = (union: Union, flat: Union): readonly Row[] => {
  const [volumes, volume] = [memfsUnion(), memfsUnion(layers)];
  const look = (it: Union) => (path: string) => lstat(it, path);
  each(somePaths, look(union));
  each(somePaths, look(flat));
  const [many, one] = [each(somePaths, look(union)), each(somePaths, look(flat))];
  const peer = each(somePaths, (path) => volumes.lstatSync(path), 5);
  const peerOfOne = each(somePaths, (path) => volume.lstatSync(path));
  return [
    row(
      `lookup in ${layers} layers: memfs + unionfs against ours`,
      `${ratio(peer / many)} (${micro(peer)}, ${micro(many)})`,
      'at least 1x',
      peer >= many,
    ),
    row(
      'lookup in one layer: memfs + unionfs against ours',
      `${ratio(peerOfOne / one)} (${micro(peerOfOne)}, ${micro(one)})`,
      'at least 1x',
      peerOfOne >= one,
    ),
    row(
      `lookup, ${layers} layers against the same files in one`,
      `${ratio(many / one)} (${micro(many)}, ${micro(one)})`,
      'at most 1.5x',
      many <= 1.5 * one,
    ),
  ];
};

const changes = (union: Union, small: Union): readonly Row[] => {
  const copyUp = each(pathsToChange, (path) => after(union, chmod(union, path, 0o600, context)));
  const [few, many, littleImage] = [changed(union, 10), changed(union, 500), changed(small, 10)];
  const time = (it: Union): number => again(200, () => void diff(it));
  for (const it of [few, many, littleImage]) time(it);
  const [ten, hundreds, ofLittle] = [time(few), time(many), time(littleImage)];
  const pack = (it: Union): number => again(20, () => void writeLayerTar(it.upper, context.contents));
  const [packedTen, packedHundreds] = [pack(few), pack(many)];
  return [
    row('copy-up of a file and its directories', micro(copyUp)),
    row(
      'diff, 10 of 100,000 files changed against 10 of 2,000',
      `${ratio(ten / ofLittle)} (${micro(ten)}, ${micro(ofLittle)})`,
      'at most 1.5x',
      ten <= 1.5 * ofLittle,
    ),
    row(
      'diff, 500 files changed against 10',
      `${ratio(hundreds / ten)} (${micro(hundreds)}, ${micro(ten)})`,
      'at most 75x',
      hundreds <= 75 * ten,
    ),
    row('commit: the layer tar and its digest, 10 files changed', micro(packedTen)),
    row(
      'commit, 500 files changed against 10',
      `${ratio(packedHundreds / packedTen)} (${micro(packedHundreds)})`,
      'at most 75x',
      packedHundreds <= 75 * packedTen,
    ),
  ];
};

/** A big image: what its merged view costs, and that the rest costs what is touched, not what exists. */
export const overlayRows = (): readonly Row[] => {
  const { rows, union } = building();
  return [...rows, ...lookups(union, fresh([oneTree()])), ...changes(union, fresh([oneTree(1)]))];
};
