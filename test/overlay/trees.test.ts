import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../src/core/kernel/instant.ts';
import {
  applyChanges,
  byteLength,
  compareNames,
  emptyTree,
  entriesOfTree,
  type InodeData,
  rootIno,
  sizeOfTree,
  stackOf,
  stackOn,
  type Tree,
  type TreeChange,
  treeOfEntries,
  walkTree,
} from '../../src/core/overlay/index.ts';
import { afterwards, layer, perform, put, script } from './arbitrary.ts';

const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: instant(0) };
const file = (data: string): InodeData => {
  const bytes = new TextEncoder().encode(data);
  return { kind: 'file', content: put(bytes), size: bytes.length, ...attributes };
};
const paths = (tree: Parameters<typeof walkTree>[0]): readonly string[] => [...walkTree(tree)].map(({ path }) => path);

/** All that a tree holds: in what order its maps are walked, and how they are kept, means nothing. */
const contentsOf = ({ inodes, next }: Tree): unknown => ({
  next,
  inodes: new Map(
    [...inodes].map(([ino, inode]) => [
      ino,
      'entries' in inode ? { ...inode, entries: new Map(inode.entries) } : inode,
    ]),
  ),
});

describe('a tree', () => {
  test('is walked as Docker writes tars: a directory, then its children by bytes, depth first', () => {
    const tree = treeOfEntries(['a/z', 'a b/', 'a-b/', 'é', 'z', 'a.b'].map((path) => ({ path, node: file('') })));
    expect(paths(tree)).toEqual(['/a', '/a/z', '/a b', '/a-b', '/a.b', '/z', '/é']);
  });

  test('keeps hard links: one inode, several names, counted', () => {
    const tree = treeOfEntries([
      { path: 'a', node: file('hello') },
      { path: 'b', node: file('hello'), hardLink: 'a' },
    ]);
    expect([...walkTree(tree)].map(({ ino, inode }) => [ino, inode.nlink])).toEqual([
      [2, 2],
      [2, 2],
    ]);
    expect(sizeOfTree(tree)).toBe(5);
    expect(entriesOfTree(tree).map(({ path, hardLink }) => [path, hardLink])).toEqual([
      ['a', undefined],
      ['b', 'a'],
    ]);
    const without = applyChanges(tree, [{ in: rootIno, name: 'a' }]);
    expect([...walkTree(without)].map(({ path, inode }) => [path, inode.nlink])).toEqual([['/b', 1]]);
    expect(applyChanges(without, [{ in: rootIno, name: 'b' }]).inodes.size).toBe(1);
  });

  test('survives its list of entries', () => {
    fc.assert(
      fc.property(layer, (tree) => {
        const again = treeOfEntries(entriesOfTree(tree));
        expect(entriesOfTree(again)).toEqual(entriesOfTree(tree));
      }),
    );
  });

  test('takes any name, also those that mean something to JavaScript', () => {
    const tree = treeOfEntries([{ path: '__proto__/constructor', node: file('x') }]);
    expect(paths(tree)).toEqual(['/__proto__', '/__proto__/constructor']);
    expect(({} as { constructor?: unknown }).constructor).toBe(Object);
  });

  test('an inode that only changes places within one list of changes stays', () => {
    const tree = treeOfEntries([
      { path: 'a', node: file('a') },
      { path: 'b', node: file('b') },
    ]);
    const swap: readonly TreeChange[] = [
      { in: rootIno, name: 'a', ino: 3 },
      { in: rootIno, name: 'b', ino: 2 },
    ];
    expect([...walkTree(applyChanges(tree, swap))].map(({ path, ino, inode }) => [path, ino, inode.nlink])).toEqual([
      ['/a', 3, 1],
      ['/b', 2, 1],
    ]);
  });

  test('has exactly the inodes that have names, with their true link counts, after any calls', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 3 }), script, (lowers, ops) => {
        let union = { lower: stackOf(lowers), upper: emptyTree() };
        for (const op of ops) {
          const outcome = perform(union, op);
          // Changes travel in events as JSON.
          const changes = JSON.parse(JSON.stringify(outcome.changes ?? []));
          expect(changes).toEqual(outcome.changes ?? []);
          const next = afterwards(union, outcome);
          expect(contentsOf(applyChanges(union.upper, changes))).toEqual(contentsOf(next.upper));
          union = { lower: union.lower, upper: next.upper };
        }
        const names = new Map<number, number>([[rootIno, 1]]);
        for (const { ino } of walkTree(union.upper)) names.set(ino, (names.get(ino) ?? 0) + 1);
        expect(new Map([...union.upper.inodes].map(([ino, { nlink }]) => [ino, nlink]))).toEqual(names);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a stack of layers', () => {
  test('is remembered, and shares what a layer does not touch', () => {
    const base = treeOfEntries([
      { path: 'etc/a', node: file('a') },
      { path: 'usr/b', node: file('b') },
    ]);
    const top = treeOfEntries([{ path: 'etc/c', node: file('c') }]);
    const lower = stackOn(undefined, base);
    const both = stackOn(lower, top);
    expect(stackOn(lower, top)).toBe(both);
    expect(stackOn(undefined, base)).toBe(lower);
    expect(both.root.entries.get('usr')).toBe(lower.root.entries.get('usr'));
    expect(both.root.entries.get('etc')).not.toBe(lower.root.entries.get('etc'));
  });
});

describe('names', () => {
  test('are ordered and measured by their bytes; lone surrogates are raw bytes', () => {
    expect(byteLength('é')).toBe(2);
    expect(byteLength('€')).toBe(3);
    expect(byteLength('😀')).toBe(4);
    expect(byteLength('\udcff')).toBe(1);
    const sorted = ['a', 'b', 'é', '\uffee', '😀', '\udcff'];
    expect([...sorted].reverse().sort(compareNames)).toEqual(sorted);
    expect(compareNames('a', 'ab')).toBeLessThan(0);
    expect(compareNames('é', 'éa')).toBeLessThan(0);
  });
  test('are ordered as Buffer.compare orders them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(Math.sign(compareNames(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(byteLength(a)).toBe(Buffer.byteLength(a));
      }),
    );
  });
});
