import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from './bug.ts';
import { corpus } from './corpus.ts';
import { model } from './driver.ts';
import { type Found, find, findInSave } from './find.ts';
import { history } from './history.ts';
import { difference } from './observe.ts';
import { linesOf, page } from './page.ts';
import { saveBugs } from './save-bugs.ts';

const seed = Number(process.env.PLIMSOLL_SEED ?? 20_260_704);
const mostRuns = 60_000;

const found: readonly { readonly bug: Report; readonly found: Found | undefined }[] = [
  ...corpus.map((bug) => ({ bug, found: find(bug, seed, mostRuns) })),
  ...saveBugs.map((bug) => ({ bug, found: findInSave(bug, seed, 200) })),
];

console.log(linesOf(found));

describe(`the corpus of known bugs (seed ${seed}, at most ${mostRuns} histories)`, () => {
  test.each(found)('$bug.issues.0: $bug.sentence', ({ found: how }) => {
    expect(how).toBeDefined();
  });

  test('the model itself does the same twice', () => {
    fc.assert(
      fc.property(history, (steps) => difference(model, { ...model }, steps) === undefined),
      { seed, numRuns: 200 },
    );
  });

  test.skipIf(process.env.PLIMSOLL_SEED !== undefined)('docs/corpus.md says how each was found', async () => {
    await expect(page(found, seed)).toMatchFileSnapshot('../../docs/corpus.md');
  });
});
