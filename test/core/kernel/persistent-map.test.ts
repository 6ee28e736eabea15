import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PersistentMap } from '../../../src/core/kernel/persistent-map.ts';

type Step =
  | { readonly what: 'set'; readonly from: number; readonly key: string; readonly value: number }
  | { readonly what: 'delete'; readonly from: number; readonly key: string }
  | {
      readonly what: 'setAll';
      readonly from: number;
      readonly pairs: readonly (readonly [string, number | undefined])[];
    };

const key = fc.integer({ min: 0, max: 30 }).map((n) => (n === 7 ? '__proto__' : `k${n}`));
const from = fc.nat({ max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('set' as const), from, key, value: fc.nat({ max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('delete' as const), from, key }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('setAll' as const),
      from,
      pairs: fc.array(fc.tuple(key, fc.option(fc.nat({ max: 5 }), { nil: undefined })), { maxLength: 20 }),
    }),
  },
);

const changed = (map: PersistentMap<string, number>, it: Step): PersistentMap<string, number> =>
  it.what === 'set' ? map.set(it.key, it.value) : it.what === 'delete' ? map.delete(it.key) : map.setAll(it.pairs);

const sorted = (entries: Iterable<readonly [string, number]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

describe('every version stays as it was made, whichever versions are used in between', () => {
  test('as copies of a native Map', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 200 }), (steps) => {
        const versions: { readonly real: PersistentMap<string, number>; readonly copy: ReadonlyMap<string, number> }[] =
          [{ real: PersistentMap.empty(), copy: new Map() }];
        for (const it of steps) {
          // Mostly one of the latest, sometimes a very old one.
          const parent = versions.at(-1 - (it.from % versions.length));
          if (!parent) throw new Error('no version');
          const copy = new Map(parent.copy);
          let real = parent.real;
          if (it.what === 'set') {
            real = real.set(it.key, it.value);
            copy.set(it.key, it.value);
          } else if (it.what === 'delete') {
            real = real.delete(it.key);
            copy.delete(it.key);
          } else {
            real = real.setAll(it.pairs);
            for (const [name, value] of it.pairs) value === undefined ? copy.delete(name) : copy.set(name, value);
          }
          versions.push({ real, copy });
        }
        for (const { real, copy } of versions) {
          expect(real.size).toBe(copy.size);
          expect(sorted(real)).toEqual(sorted(copy));
          for (const name of copy.keys()) expect(real.get(name)).toBe(copy.get(name));
          expect(real.get('nobody')).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a copy that changes in place comes to the same, and what it was made of stays', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(step, { maxLength: 60 }), (first, then) => {
        const base = first.reduce(changed, PersistentMap.empty<string, number>());
        const before = sorted(base);
        const mutable = base.asMutable();
        for (const it of then) {
          expect(changed(mutable, it)).toBe(mutable);
          expect(mutable.size).toBe([...mutable].length);
        }
        const after = mutable.asImmutable();
        expect(sorted(after)).toEqual(sorted(then.reduce(changed, base)));
        expect(sorted(base)).toEqual(before);
        const end = sorted(after);
        after.set('another', 1);
        expect(sorted(after)).toEqual(end);
      }),
      { numRuns: 300 },
    );
  });

  test('an iteration is not disturbed by changes that are made meanwhile', () => {
    const before = PersistentMap.of(Array.from({ length: 100 }, (_, at) => [at, at] as const));
    let after = before;
    let seen = 0;
    for (const [at] of before) {
      after = after.delete(at).set(1000 + at, at);
      seen += 1;
    }
    expect(seen).toBe(100);
    expect([...before.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(after.size).toBe(100);
    expect(after.has(5)).toBe(false);
  });

  test('two versions that lie far apart do not take turns with one table', () => {
    const first = PersistentMap.of(Array.from({ length: 10 }, (_, at): [number, number] => [at, 0]));
    let last = first;
    for (let value = 1; value <= 1000; value += 1) last = last.set(value % 10, value);
    expect(first.get(3)).toBe(0);
    expect(last.get(3)).toBe(993);
    expect(first.get(3)).toBe(0);
  });

  test('equality is by content', () => {
    const a = PersistentMap.of([...'abcdefghijkl'].map((name, at) => [name, at] as const));
    const b = a.set('z', 1).delete('z');
    const same = (one: number, other: number): boolean => one === other;
    expect(a.isSame(b, same)).toBe(true);
    expect(a.isSame(a.set('a', 9), same)).toBe(false);
    expect(a.isSame(a.delete('a').set('y', 0), same)).toBe(false);
  });
});
