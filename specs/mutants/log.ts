import type { Event, World } from '../../src/index.ts';
import type { Engine } from '../invariants/law.ts';
import { model } from '../properties/live.ts';
import { folds, type Mutant, shows, tells } from './mutant.ts';

export const logMutants: readonly Mutant[] = [
  {
    law: 'E1',
    name: 'evolve counts its calls in a variable of its own',
    engine: (): Engine => {
      let calls = 0;
      return {
        ...model,
        evolve: (world, event) => {
          calls += 1;
          return counted(model.evolve(world, event), event, calls);
        },
      };
    },
  },
  {
    law: 'E2',
    name: 'evolve remembers by object what a snapshot can not hold',
    engine: (): Engine => {
      const seen = new WeakMap<object, number>();
      return {
        ...model,
        evolve: (world, event) => {
          const count = (seen.get(world.containers) ?? 0) + 1;
          const after = counted(model.evolve(world, event), event, count);
          seen.set(after.containers, count);
          return after;
        },
      };
    },
  },
  folds('E3', 'evolve writes into the event', (_, event, after) => {
    if (event.type === 'ContainerStarted') (event as { by: string }).by = 'policy';
    return after;
  }),
  tells('E4', 'a refused command leaves an event', (decision, world, command) =>
    decision.accepted || command.type === 'StartContainer'
      ? decision
      : {
          ...decision,
          events: [...world.containers.values()]
            .slice(0, 1)
            .map(({ id, createdAt }): Event => ({ stream: 'container', id, type: 'LogOpened', at: createdAt })),
        },
  ),
  {
    law: 'E5',
    name: 'decide draws from a generator of its own',
    engine: (): Engine => {
      let draws = 0;
      return {
        ...model,
        decide: (world, command, context) => {
          draws += 1;
          return model.decide(world, command, { ...context, entropy: { ...context.entropy, seed: String(draws) } });
        },
      };
    },
  },
  folds('E6', 'a start copies the size of the process table', (_, event, after) =>
    event.type === 'ContainerStarted' ? counted(after, event, after.host.processes.size) : after,
  ),
  shows('E7', 'old logs are read as if they were new', { upcast: ({ event }) => event }),
];

/** A container that carries what it should not. */
const counted = (world: World, event: Event, count: number): World => {
  const container = event.type === 'ContainerStarted' ? world.containers.get(event.id) : undefined;
  return container
    ? { ...world, containers: world.containers.set(container.id, { ...container, restartCount: count }) }
    : world;
};
