import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laws } from '../../specs/invariants/index.ts';
import { beginning } from '../../specs/properties/beginning.ts';
import { type Beginning, drawn, liveAndCheck } from '../../specs/properties/check-history.ts';
import { picks } from '../../specs/properties/histories.ts';
import { model } from '../../specs/properties/live.ts';

/** A few histories, always the same: a mutant is caught or it is not. Nothing is shrunk, nobody reads it. */
describe('history', () => {
  let begin: Beginning | undefined;
  for (let seed = 1; seed <= 6; seed++)
    it(`${seed}`, () => {
      begin ??= beginning();
      for (const chance of fc.sample(picks(120), { seed, numRuns: 3 }))
        expect(liveAndCheck(model, laws, begin, `${seed}`, drawn(chance)).breach).toBeUndefined();
    });
});
