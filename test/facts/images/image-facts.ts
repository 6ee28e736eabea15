import type { FactResult } from '../fact.ts';
import { buildFacts } from './builds.ts';
import { changeFacts, commitErrorFacts, commitFacts } from './commits.ts';
import { diskFacts } from './disk.ts';
import { loadFacts, pullFacts, pushFacts } from './distribution.ts';
import { inspectFacts, saveFacts, tagFacts } from './references.ts';
import { listFacts, rmiFacts } from './removal.ts';
import { tarFacts } from './tars.ts';
import { vectorFacts } from './vectors.ts';

export { laterFacts } from './tars.ts';

/** Every case table and digest vector of images-and-layers.json against the model. */
export const imageFacts = async (): Promise<readonly FactResult[]> => [
  ...vectorFacts(),
  ...tagFacts(),
  ...inspectFacts(),
  ...rmiFacts(),
  ...listFacts(),
  ...changeFacts(),
  ...commitErrorFacts(),
  ...commitFacts(),
  ...saveFacts(),
  ...loadFacts(),
  ...pullFacts(),
  ...pushFacts(),
  ...(await buildFacts()),
  ...tarFacts(),
  ...diskFacts(),
];
