import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveMergedView } from '../../specs/invariants/naive-merged-view.ts';
import {
  emptyTree,
  type InodeData,
  stackOf,
  type Tree,
  treeOfEntries,
  type Union,
  walkMerged,
} from '../../src/core/overlay/index.ts';
import { afterwards, bottom, layer, perform, played, script } from './arbitrary.ts';

const viewOf = (union: Union): ReadonlyMap<string, InodeData> =>
  new Map([...walkMerged(union)].map(({ path, node }) => [path, bare(node.inode)]));

const bare = (inode: InodeData): InodeData => {
  const { nlink, entries, origin, opaque, ...data } = inode as InodeData & Record<string, unknown>;
  return data as InodeData;
};

const stackAndUpper = fc.record({ lowers: fc.array(layer, { maxLength: 5 }), upper: layer, ops: script });

describe('the merged view', () => {
  test('equals the naive fold of the stack, also after any calls (W6)', () => {
    fc.assert(
      fc.property(stackAndUpper, ({ lowers, upper, ops }) => {
        const union = played({ lower: stackOf(lowers), upper }, ops);
        expect(viewOf(union)).toEqual(naiveMergedView([...lowers, union.upper]));
      }),
      { numRuns: 400 },
    );
  });

  test('of a union over layers answers as a plain directory with the same content, but for what redirects would do', () => {
    fc.assert(
      fc.property(fc.array(bottom, { minLength: 1, maxLength: 3 }), script, (lowers, ops) => {
        const lower = stackOf(lowers);
        let union: Union = { lower, upper: emptyTree() };
        let plain: Union = { lower: undefined, upper: flat(union) };
        for (const op of ops) {
          const a = perform(union, op);
          // A directory of a lower layer does not move, and 0:0 can not be made: both are overlay's own.
          if (!a.ok && (a.errno === 'EXDEV' || (a.errno === 'EPERM' && op.op === 'mknod'))) continue;
          const b = perform(plain, op);
          expect([op, a.ok ? 'ok' : a.errno]).toEqual([op, b.ok ? 'ok' : b.errno]);
          union = afterwards(union, a);
          plain = afterwards(plain, b);
          expect(viewOf(union)).toEqual(viewOf(plain));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The merged view as one tree of its own. */
const flat = (union: Union): Tree =>
  treeOfEntries([...walkMerged(union)].map(({ path, node }) => ({ path, node: bare(node.inode) })));
