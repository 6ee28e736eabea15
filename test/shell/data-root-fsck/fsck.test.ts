import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fsck, fsckDeep } from '../../../src/shell/data-root/fsck/fsck.ts';
import { rules } from '../../../src/shell/data-root/fsck/rules/index.ts';
import { scratch } from '../scratch.ts';
import { corruptions } from './corruptions.ts';
import { Root, smallEngine, writePlainRoot } from './plain-root.ts';
import { rulePage } from './rule-page.ts';

const engine = smallEngine();
const healthy = scratch('root');
writePlainRoot(healthy, engine);

const idsOf = (dir: string): readonly string[] => fsck(dir).broken.map(({ id }) => id);

test('a healthy root holds every rule', () => {
  expect(idsOf(healthy)).toEqual([]);
});

describe('each rule is proved by a root that is damaged in that way', () => {
  test('no rule is without a damage', () => {
    const proved = new Set(corruptions.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !proved.has(id))).toEqual([]);
  });

  test.each(corruptions.map((it) => [it.rule, it.damage, it] as const))('%s: %s', (rule, _, { also = [], corrupt }) => {
    const dir = scratch('damaged');
    execFileSync('cp', ['-al', healthy, dir]);
    corrupt(new Root(dir, engine.world));
    const report = fsck(dir);
    expect(report.broken.map(({ id }) => id).sort()).toEqual([rule, ...also].sort());
    expect(report.worst).toBeDefined();
    rmSync(dir, { recursive: true });
  });
});

/** `npx vitest run test/shell/data-root-fsck --update` writes it anew. */
test('docs/fsck.md has every rule, with the damages that prove it', async () => {
  await expect(rulePage()).toMatchFileSnapshot('../../../docs/fsck.md');
});

test('space that belongs to nothing is summed up', () => {
  const dir = scratch('orphans');
  writePlainRoot(dir, engine);
  for (const rule of ['O5', 'M1']) corruptions.find((it) => it.rule === rule)?.corrupt(new Root(dir, engine.world));
  const { orphaned } = fsck(dir);
  // The 1000 bytes of the orphan, and the two directories of the container that lost its own.
  expect(orphaned.directories).toBe(3);
  expect(orphaned.bytes).toBeGreaterThanOrEqual(1000);
});

test('beside a running engine only that is told which is so on both of two looks', () => {
  const dir = scratch('live');
  writePlainRoot(dir, engine);
  const root = new Root(dir, engine.world);
  for (const rule of ['C5', 'O5', 'M3', 'T1']) corruptions.find((it) => it.rule === rule)?.corrupt(root);
  expect(fsck(dir, { live: true }).broken).toEqual([]);
  root.write(root.repositories, '');
  expect(fsck(dir, { live: true }).broken.map(({ id }) => id)).toEqual(['R0']);
});

test('L10: a byte of a layer that changes, its size and time kept, is found by a deep look and by no other', async () => {
  const dir = scratch('deep');
  writePlainRoot(dir, engine);
  const root = new Root(dir, engine.world);
  expect((await fsckDeep(dir)).broken).toEqual([]);
  root.edit(`${root.base.place}/diff/etc/passwd`, (it) => it.replace('root', 'toor'));
  expect(idsOf(dir)).toEqual([]);
  const report = await fsckDeep(dir);
  expect(report.broken.map(({ id, findings }) => [id, findings.length])).toEqual([['L10', 1]]);
});
