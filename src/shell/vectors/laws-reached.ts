import { type Engine, isFrozenWrite, type Law, laws, mutants, type Step } from '../../../specs/index.ts';
import type { Event } from '../../core/event.ts';
import { emptyWorld, type World } from '../../core/world.ts';
import type { Decided } from '../session.ts';

/** Which laws have something to hold on to in a vector: those that one of their broken engines would break by the same commands. */
export const lawsReached = (past: readonly Decided[], reached: ReadonlySet<string>): readonly string[] =>
  laws
    .filter(({ id }) => !reached.has(id))
    .filter((law) => mutants.some((mutant) => mutant.law === law.id && isBroken(law, mutant.engine(), past)))
    .map(({ id }) => id);

/** Each command is decided again by the broken engine, in the world that it had: what it does wrong shows at once or in the whole. */
const isBroken = (law: Law, engine: Engine, past: readonly Decided[]): boolean => {
  try {
    const steps: Step[] = [];
    for (const decided of past) {
      const step = again(decided, engine);
      if (law.step?.(step) !== undefined) return true;
      steps.push(step);
    }
    if (!law.history) return false;
    const told = steps.flatMap((step) => step.events as Event[]);
    const start = past[0]?.before ?? emptyWorld;
    return law.history({ steps, events: told, start, end: fold(engine, start, told), engine }) !== undefined;
  } catch (error) {
    return error instanceof Error && law.id === (isFrozenWrite(error) ? 'E3' : 'X1');
  }
};

const again = ({ before, command, context }: Decided, engine: Engine): Step => {
  const decision = engine.decide(before, command, context);
  return {
    before,
    command,
    context,
    engine,
    ...(!decision.accepted && { rejection: decision.rejection }),
    events: decision.events,
    after: fold(engine, before, decision.events),
  };
};

const fold = (engine: Engine, world: World, events: readonly Event[]): World => events.reduce(engine.evolve, world);
