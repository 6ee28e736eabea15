import { expect, it } from 'vitest';
import { imageFacts, laterFacts } from './image-facts.ts';

const results = await imageFacts();
const modelled = results.filter(({ notModelled }) => notModelled === undefined);

for (const { id, holds, why } of modelled) it(id, () => expect(holds, why).toBe(true));

it('at least 95 % of all measured cases hold, those that are not modelled counted in', () => {
  expect(results.filter(({ holds }) => holds).length / results.length).toBeGreaterThanOrEqual(0.95);
});

it('what is not modelled is this and no more', () => {
  const ids = results.flatMap(({ id, notModelled }) => (notModelled === undefined ? [] : [id]));
  expect(ids.filter((id) => !id.startsWith('push'))).toEqual(['commit: wrong content type']);
  expect(ids).toHaveLength(9);
});

it('the damage cases and the invariants of a data root are left to its checker', () => {
  expect(laterFacts()).toHaveLength(113);
});
