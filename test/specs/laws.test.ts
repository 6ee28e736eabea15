import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { laws } from '../../specs/invariants/index.ts';
import { mutants } from '../../specs/mutants/index.ts';
import { beginning } from '../../specs/properties/beginning.ts';
import { drawn, liveAndCheck } from '../../specs/properties/check-history.ts';
import { chanceOf, picks } from '../../specs/properties/histories.ts';
import { born, model, step } from '../../specs/properties/live.ts';
import { LogCheck } from '../../specs/run/check-log.ts';
import { heldBy, runOne, runProperties, runsToCatch } from '../../specs/run/run-properties.ts';
import { evolve } from '../../src/index.ts';

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

describe('what a law finds out along a history is what the plain way finds', () => {
  const watched = laws.filter(({ id, watch }) => watch && id !== 'E5');

  test.each(watched.map((law) => [law.id, law] as const))('%s, on every broken engine', (_, law) => {
    const { watch: __, ...plain } = law;
    const begin = beginning();
    const chance = chanceOf(seed, 1, 100);
    let found = 0;
    for (const { law: broken, name, engine } of mutants) {
      const breachBy = (one: typeof law) => liveAndCheck(engine(), [one], begin, 'twice', drawn(chance)).breach;
      if (breachBy(plain) === undefined) continue;
      found += 1;
      expect(breachBy(law), `${broken}: ${name}`).toBeDefined();
    }
    expect(found).toBeGreaterThan(0);
  });
});

test('a history is drawn by its seed and number alone', () => {
  expect(chanceOf(seed, 3)).toEqual(chanceOf(seed, 3));
  const lengths = Array.from({ length: 50 }, (_, run) => chanceOf(seed, run).length);
  expect(new Set(lengths).size).toBeGreaterThan(25);
  expect(chanceOf(seed, 3)).not.toEqual(chanceOf(seed + 1, 3));
});

test('a broken law is found at the same history, and made as short, whoever lived the ones before', () => {
  const law = laws.filter(({ id }) => id === 'X2');
  const engine = mutants.find((it) => it.law === 'X2')?.engine();
  expect(engine).toBeDefined();
  if (!engine) return;
  const options = { seed, laws: law, engine, clock };
  const { breach } = runProperties({ ...options, runs: 40 });
  expect(breach?.law).toBe('X2');
  const held = heldBy(options);
  const first = Array.from({ length: 40 }, (_, at) => 40 - at).filter((run) => runOne(held, run).broken);
  expect(Math.min(...first)).toBe(breach?.run);
});

describe('laws between commands', () => {
  const begin = beginning();
  const broken = new Map<string, number>();
  for (const chance of fc.sample(picks(400), { seed, numRuns: 15 })) {
    const life = born(model, String(seed), begin);
    for (const { command: draw } of drawn(chance)) {
      const command = draw(life.world, { of: new Map(), pids: new Map() });
      if (!command) continue;
      const whole = step(life, command);
      let before = whole.before;
      for (const event of whole.events) {
        const after = evolve(before, event);
        for (const { id, step: check } of laws)
          if (check?.({ ...whole, before, after, events: [event] }) !== undefined)
            broken.set(id, (broken.get(id) ?? 0) + 1);
        before = after;
      }
    }
  }

  test('only they are ever broken by a single event, and each of them is', () => {
    const between = laws.filter(({ betweenCommands }) => betweenCommands).map(({ id }) => id);
    // A paused container that dies is rare.
    expect([...broken.keys()].filter((id) => !between.includes(id))).toEqual([]);
    expect(between.filter((id) => !broken.has(id) && id !== 'P7')).toEqual([]);
  });

  test('a log of any history holds when it is checked event by event', () => {
    for (const chance of fc.sample(picks(200), { seed: seed + 1, numRuns: 8 })) {
      const life = born(model, String(seed), begin);
      const check = new LogCheck({ from: begin.world, stretch: 100 });
      let [seq, n] = [0, 0];
      for (const { command: draw } of drawn(chance)) {
        const command = draw(life.world, { of: new Map(), pids: new Map() });
        if (!command) continue;
        n += 1;
        const pid = command.issuer === 'process' ? { pid: command.pid } : {};
        for (const event of step(life, command).events) {
          seq += 1;
          const cause = { n, command: command.type, issuer: command.issuer, ...pid };
          expect(check.see({ seq, event, cause })).toBeUndefined();
        }
      }
      expect(check.end()).toBeUndefined();
      expect(check.events).toBe(seq);
    }
  });
});
