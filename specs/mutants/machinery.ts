import { known, noSuchThing } from './broken.ts';
import { folds, type Mutant, tells } from './mutant.ts';

export const machineryMutants: readonly Mutant[] = [
  tells('X1', 'decide trips over a container that has exited', (decision, world) =>
    [...world.containers.values()].some(({ state }) => state.status === 'exited')
      ? known<typeof decision>(noSuchThing)
      : decision,
  ),
  folds('X2', 'a rename leaves the old name in the index', (before, event, after) =>
    event.type === 'ContainerRenamed' ? { ...after, indexes: before.indexes } : after,
  ),
];
