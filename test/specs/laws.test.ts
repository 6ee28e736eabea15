import { describe, expect, test } from 'vitest';
import { laws } from '../../specs/invariants/index.ts';
import { mutants } from '../../specs/mutants/index.ts';
import { runProperties, runsToCatch } from '../../specs/run/run-properties.ts';

/** Fixed by default, so that a failure is the same everywhere; another with PLIMSOLL_SEED. */
const seed = Number(process.env.PLIMSOLL_SEED ?? 20);
const runs = Number(process.env.PLIMSOLL_RUNS ?? 100);
const clock = () => performance.now();

test('every law holds on generated histories', () => {
  const run = runProperties({ seed, runs, clock });
  console.log(
    `${run.runs} histories, ${run.commands} commands, seed ${seed}; again: npm run spec -- --seed ${seed} --runs ${runs}`,
  );
  expect(run.breach).toBeUndefined();
});

test('a default run of the suite comes by every declared witness', () => {
  const run = runProperties({ seed, runs: 500, laws: [], clock });
  expect(run.reach.missing()).toEqual([]);
});

describe('each law has a broken engine, and catches it', () => {
  test('no law is without one', () => {
    const covered = new Set(mutants.map(({ law }) => law));
    expect(laws.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  test.each(mutants.map((mutant) => [mutant.law, mutant.name, mutant] as const))('%s: %s', (id, _, { engine }) => {
    const law = laws.find((it) => it.id === id);
    expect(law).toBeDefined();
    for (const start of [seed, seed + 1]) expect(law && runsToCatch(law, engine, start, 200)).toBeTypeOf('number');
  });
});
