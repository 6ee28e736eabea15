import { describe, expect, test } from 'vitest';
import type { Context, Outcome, TreeChange, Union } from '../../src/core/overlay/index.ts';
import { campaign, type RealMount } from '../../src/shell/kernel/index.ts';
import type { CaseOp } from '../../src/shell/overlay-cases/case-format.ts';
import { type Perform, perform } from '../../src/shell/overlay-cases/play.ts';
import { realMount } from './mounts.ts';

type Break = (outcome: Outcome<unknown>, op: CaseOp, union: Union, ctx: Context) => Outcome<unknown>;

const broken =
  (change: Break): Perform =>
  (union, op, ctx, held) =>
    change(perform(union, op, ctx, held), op, union, ctx);

/** A union whose changes of upper go wrong. */
const changing = (change: (it: TreeChange, op: CaseOp) => TreeChange | undefined): Perform =>
  broken((outcome, op) =>
    outcome.changes
      ? { ...outcome, changes: outcome.changes.map((it) => change(it, op)).filter((it) => it !== undefined) }
      : outcome,
  );

/** A union that gives another errno. */
const answering = (errno: string, other: 'EPERM' | 'EINVAL' | 'ENOENT', call?: string): Perform =>
  broken((outcome, op) =>
    !outcome.ok && outcome.errno === errno && (call === undefined || op.op === call)
      ? { ...outcome, errno: other }
      : outcome,
  );

const isWhiteoutName = (it: TreeChange, made: ReadonlySet<number>): boolean =>
  'in' in it && it.ino !== undefined && made.has(it.ino);

const brokenUnions: readonly (readonly [string, Perform])[] = [
  ['makes no directory opaque', changing((it) => ('node' in it ? { ...it, node: withoutOpaque(it.node) } : it))],
  ['forgets the set-id bits of what it makes', changing((it) => ('make' in it ? withMode(it, 0o1777) : it))],
  ['loses extended attributes at copy-up', changing((it) => ('make' in it ? withoutXattrs(it) : it))],
  ['copies up what belongs to root', changing((it) => ('make' in it ? { ...it, node: { ...it.node, uid: 0 } } : it))],
  [
    'leaves no whiteout',
    broken((outcome) => {
      const made = new Set(
        (outcome.changes ?? []).flatMap((it) => ('make' in it && it.node.kind === 'whiteout' ? [it.make] : [])),
      );
      const changes = outcome.changes?.map((it) =>
        'in' in it && isWhiteoutName(it, made) ? { in: it.in, name: it.name } : it,
      );
      return changes ? { ...outcome, changes } : outcome;
    }),
  ],
  ['changes no time of a directory', changing((it) => ('set' in it && it.node.kind === 'directory' ? undefined : it))],
  ['says EPERM for EXDEV', answering('EXDEV', 'EPERM')],
  ['says EINVAL for ENOTEMPTY', answering('ENOTEMPTY', 'EINVAL')],
  ['says ENOENT for ENOTDIR in link alone', answering('ENOTDIR', 'ENOENT', 'link')],
  ['lists no name c', broken((it, { op }) => (it.ok && op === 'readdir' ? { ...it, value: withoutC(it.value) } : it))],
];

const withoutOpaque = (node: Extract<TreeChange, { node: unknown }>['node']) => {
  if (node.kind !== 'directory') return node;
  const { opaque: _, ...rest } = node;
  return rest;
};
const withMode = <T extends Extract<TreeChange, { make: number }>>(it: T, bits: number): T => ({
  ...it,
  node: { ...it.node, mode: it.node.mode & bits },
});
const withoutXattrs = <T extends Extract<TreeChange, { make: number }>>(it: T): T => {
  const { xattrs: _, ...node } = it.node;
  return { ...it, node };
};
const withoutC = (names: unknown): unknown => (Array.isArray(names) ? names.filter((it) => it !== 'c') : names);

describe('a broken union file system is found out: one that', () => {
  const mount = realMount();
  test.each(brokenUnions)('%s', async (_, model) => {
    for (const seed of [1, 777_000]) {
      const { found, ops } = await campaign({ mount: mount.now(), seed, ops: 20_000, model });
      expect(found, `seed ${seed}, ${ops} calls`).toBeDefined();
      expect(found?.recorded.ops.length).toBeLessThanOrEqual(4);
    }
  });
});

describe('a mount that lies is found out: one that', () => {
  const mount = realMount();
  const lying = (line: (text: string) => string): RealMount => ({
    ...mount.now(),
    run: async (it) =>
      (await mount.now().run(it)).map((step, at) => (at > 3 ? { ...step, upper: line(step.upper) } : step)),
  });
  test.each([
    ['hides whiteouts', (upper: string) => upper.replace(/\n\S+ whiteout$/m, '')],
    ['counts links wrong', (upper: string) => upper.replace(/^(\S+ file \d+ \d+ \d+) 2 /m, '$1 1 ')],
    ['keeps an old time', (upper: string) => upper.replace(/ now /, ' 0 ')],
  ])('%s', async (_, lie) => {
    const { found } = await campaign({ mount: lying(lie), seed: 1, ops: 20_000 });
    expect(found?.difference.aspect).toBe('upper');
  });
});
