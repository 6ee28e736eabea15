import type { Command, Event, World } from '../../src/index.ts';
import type { Engine } from '../invariants/law.ts';
import { model } from '../properties/live.ts';

/** A deliberately broken engine, and the law that must catch it. */
export type Mutant = { readonly law: string; readonly name: string; readonly engine: () => Engine };

type Decision = ReturnType<Engine['decide']>;

/** An engine that tells something else than what was decided. */
export const tells = (
  law: string,
  name: string,
  change: (decision: Decision, world: World, command: Command) => Decision,
): Mutant => ({
  law,
  name,
  engine: () => ({
    ...model,
    decide: (world, command, context) => change(model.decide(world, command, context), world, command),
  }),
});

/** An engine whose events are changed one by one; `undefined` loses an event. */
export const tellsEvents = (
  law: string,
  name: string,
  change: (event: Event, world: World, command: Command) => Event | readonly Event[] | undefined,
): Mutant =>
  tells(law, name, (decision, world, command) => ({
    ...decision,
    events: decision.events.flatMap((event) => change(event, world, command) ?? []),
  }));

/** An engine that folds an event into something else. */
export const folds = (
  law: string,
  name: string,
  change: (before: World, event: Event, after: World) => World,
): Mutant => ({
  law,
  name,
  engine: () => ({ ...model, evolve: (world, event) => change(world, event, model.evolve(world, event)) }),
});

/** An engine that shows something else than what is. */
export const shows = (law: string, name: string, views: Partial<Engine>): Mutant => ({
  law,
  name,
  engine: () => ({ ...model, ...views }),
});
