import { describe, expect, test } from 'vitest';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  applyChanges,
  diff,
  emptyTree,
  type InodeData,
  lstat,
  stackOf,
  stackOn,
  type Tree,
  treeOfEntries,
  type Union,
  writeFile,
} from '../../src/core/overlay/index.ts';
import { put, root } from './arbitrary.ts';

const empty = put(new Uint8Array());
const file: InodeData = { kind: 'file', content: empty, size: 0, mode: 0o644, uid: 0, gid: 0, mtime: instant(0) };

/** A layer of its own files, all in directories that every layer has. */
const layerOf = (number: number, files: number): Tree =>
  treeOfEntries(
    Array.from({ length: files }, (_, at) => ({ path: `usr/lib/d${at % 10}/l${number}-${at}`, node: file })),
  );
const unionOf = (layers: number, files = 100): Union => ({
  lower: stackOf(Array.from({ length: layers }, (_, at) => layerOf(at, files))),
  upper: emptyTree(),
});

/** Best time of a few rounds, in microseconds a call; the best is least disturbed by other work on the machine. */
const microseconds = (call: () => void, times = 2_000, rounds = 9): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    for (let at = 0; at < times; at++) call();
    best = Math.min(best, ((performance.now() - start) * 1000) / times);
  }
  return best;
};

const ctx = { ...root, put: () => empty };
const data = new Uint8Array();

describe('speed', () => {
  test('a lookup in 100 layers costs what it costs in 3', () => {
    const [few, many] = [unionOf(3), unionOf(100)];
    const time = (union: Union): number => microseconds(() => lstat(union, '/usr/lib/d5/l1-5'), 5_000);
    const [a, b] = [time(few), time(many)];
    console.log(`lookup: ${a.toFixed(2)} µs in 3 layers, ${b.toFixed(2)} µs in 100`);
    expect(lstat(many, '/usr/lib/d5/l1-5').ok).toBe(true);
    expect(b / a).toBeLessThan(2.5);
  });

  test('a write over 100 layers takes microseconds', () => {
    const union = unionOf(100);
    const time = microseconds(() => {
      const outcome = writeFile(union, '/usr/lib/d5/l1-5', data, ctx);
      applyChanges(union.upper, outcome.changes ?? []);
    });
    console.log(`write with copy-up of 3 directories, and its evolve: ${time.toFixed(1)} µs`);
    expect(time).toBeLessThan(200);
  });

  test('one more layer costs what it holds, not what is below', () => {
    const [small, large] = [unionOf(1, 100).lower, unionOf(1, 20_000).lower];
    const time = (lower: typeof small): number => microseconds(() => stackOn(lower, layerOf(1, 10)), 200);
    const [a, b] = [time(small), time(large)];
    console.log(`one more layer of 10 files: ${a.toFixed(0)} µs over 100 files, ${b.toFixed(0)} µs over 20,000`);
    expect(b / a).toBeLessThan(4);
  });

  test('docker diff costs what changed, not what the image holds', () => {
    const write = (union: Union): Union => {
      const { changes = [] } = writeFile(union, '/usr/lib/d5/l0-5', data, root);
      return { lower: union.lower, upper: applyChanges(union.upper, changes) };
    };
    const [small, large] = [write(unionOf(1, 100)), write(unionOf(1, 20_000))];
    const time = (union: Union): number => microseconds(() => diff(union), 2_000);
    const [a, b] = [time(small), time(large)];
    console.log(`diff of one change: ${a.toFixed(1)} µs in an image of 100 files, ${b.toFixed(1)} µs of 20,000`);
    expect(diff(large)).toHaveLength(4);
    expect(b / a).toBeLessThan(4);
  });
});
