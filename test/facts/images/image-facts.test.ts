import { expect, it } from 'vitest';
import { changeFacts, commitErrorFacts, commitFacts } from './commits.ts';
import { loadFacts, pullFacts, pushFacts } from './distribution.ts';
import { inspectFacts, saveFacts, tagFacts } from './references.ts';
import { listFacts, rmiFacts } from './removal.ts';
import { vectorFacts } from './vectors.ts';

it('x', () => {
  const all = [
    ...vectorFacts(),
    ...changeFacts(),
    ...commitErrorFacts(),
    ...commitFacts(),
    ...loadFacts(),
    ...pullFacts(),
    ...pushFacts(),
    ...inspectFacts(),
    ...saveFacts(),
    ...tagFacts(),
    ...listFacts(),
    ...rmiFacts(),
  ];
  for (const f of all) if (!f.holds && !f.notModelled) console.log(JSON.stringify(f));
  console.log(all.length, all.filter((f) => f.holds).length);
  expect(1).toBe(1);
});
