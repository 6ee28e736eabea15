import { chainIdOf, membersOf, profiles } from '../../src/index.ts';
import { each, eventsOf, type Law, must, type Step } from './law.ts';

/** Layers: what is registered, what it is called, and when it goes. */
export const layerLaws: readonly Law[] = [
  {
    id: 'L1',
    sentence: 'a registered layer never changes',
    step: (step) =>
      changed(step) &&
      each(step.before.layers, ([id, layer]) => {
        const now = step.after.layers.get(id);
        return must(now === undefined || now === layer, () => `layer ${id} is not what it was`);
      }),
  },
  {
    id: 'L2',
    sentence: 'a chain id is the sha256 of its parent chain id, a space and its diff id',
    step: (step) =>
      each(eventsOf(step, 'LayerRegistered'), ({ id, parent, diffId }) =>
        must(chainIdOf(parent, diffId) === id, () => `${diffId} on ${parent ?? 'nothing'} is not ${id}`),
      ),
  },
  {
    id: 'L3',
    sentence: "a layer's parent exists",
    step: (step) =>
      changed(step) &&
      each(step.after.layers.values(), ({ chainId, parent }) =>
        must(parent === undefined || step.after.layers.has(parent), () => `${chainId} has lost its parent ${parent}`),
      ),
  },
  {
    id: 'L4',
    sentence: 'a layer is freed exactly when no image, child layer or container refers to it',
    betweenCommands: true,
    step: (step) => {
      const { before, after } = step;
      if (before.layers === after.layers && before.indexes.layerUsers === after.indexes.layerUsers) return undefined;
      return (
        each(after.layers.keys(), (id) =>
          must(after.indexes.layerUsers.has(id), () => `nothing refers to ${id}, yet it is still there`),
        ) ??
        each(after.indexes.layerUsers.keys(), (id) =>
          must(
            after.layers.has(id),
            () => `${id} is gone, yet ${membersOf(after.indexes.layerUsers, id).join(', ')} refers to it`,
          ),
        )
      );
    },
  },
  {
    id: 'L5',
    sentence: 'the same content on the same parent is stored once',
    step: (step) =>
      each(
        eventsOf(step, 'LayerRegistered'),
        ({ id, cacheId }) =>
          must(!step.before.layers.has(id), () => `${id} was registered a second time`) ??
          each(step.before.layers.values(), (other) =>
            must(other.cacheId !== cacheId, () => `${id} and ${other.chainId} share the directory ${cacheId}`),
          ),
      ),
  },
  {
    id: 'L6',
    sentence: 'a layer lies one above its parent, and none deeper than the engine allows',
    step: (step) =>
      each(eventsOf(step, 'LayerRegistered'), ({ id, parent, depth }) => {
        const below = parent === undefined ? 0 : (step.after.layers.get(parent)?.depth ?? Number.NaN);
        const most = profiles[step.after.host.profile].maxDepth;
        return must(depth === below + 1 && depth <= most, () => `${id} lies at ${depth}, its parent at ${below}`);
      }),
  },
];

const changed = ({ before, after }: Step): undefined | true => (before.layers === after.layers ? undefined : true);
