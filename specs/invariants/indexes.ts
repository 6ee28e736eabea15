import { indexesOf, sameValue } from '../../src/index.ts';
import { type Law, must } from './law.ts';

/** What holds of the model's own machinery, whatever Docker does. */
export const indexLaws: readonly Law[] = [
  {
    id: 'X1',
    sentence: 'what can not happen never does: no command makes the model fail',
    // The driver reports an exception under this law.
  },
  {
    id: 'X2',
    sentence: 'the indexes equal their recomputation from the aggregates',
    history: ({ end }) =>
      must(sameValue(end.indexes, indexesOf(end)), () => 'an index is not what the aggregates give'),
  },
];
