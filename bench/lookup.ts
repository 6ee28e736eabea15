import {
  type Digest,
  emptyTree,
  type InodeData,
  instant,
  lstat,
  stackOf,
  type Tree,
  treeOfEntries,
  type Union,
} from '../src/index.ts';
import { best, type Row, ratio, seconds } from './measure.ts';

const file: InodeData = {
  kind: 'file',
  content: `sha256:${'0'.repeat(64)}` as Digest,
  size: 0,
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: instant(0),
};

/** A layer of its own files, all in directories that every layer has. */
const layer = (number: number): Tree =>
  treeOfEntries(Array.from({ length: 100 }, (_, at) => ({ path: `usr/lib/d${at % 10}/l${number}-${at}`, node: file })));

const image = (layers: number): Union => ({
  lower: stackOf(Array.from({ length: layers }, (_, at) => layer(at))),
  upper: emptyTree(),
});

/** Nanoseconds to look up a path of the second layer from the bottom. */
const nanoseconds = (union: Union): number =>
  (best(15, () =>
    seconds(() => {
      for (let at = 0; at < 5_000; at += 1) lstat(union, '/usr/lib/d5/l1-5');
    }),
  ) *
    1e9) /
  5_000;

export const lookupRows = (): readonly Row[] => {
  const [few, many] = [image(3), image(100)];
  nanoseconds(few);
  const [a, b] = [nanoseconds(few), nanoseconds(many)];
  return [
    {
      what: 'path lookup, 100 layers against 3',
      measured: `${ratio(b / a)} (${b.toFixed(0)} ns, ${a.toFixed(0)} ns)`,
      goal: 'at most 1.5x',
      met: b <= 1.5 * a,
    },
  ];
};
