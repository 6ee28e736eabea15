import type { Command } from '../../core/decide.ts';
import type { Event } from '../../core/event.ts';
import { emptyWorld, evolve, type World } from '../../core/world.ts';
import type { Entry } from '../log/record.ts';

/** What a log breaks, and where. */
export type Breach = {
  readonly law: string;
  readonly sentence: string;
  readonly violation: string;
  /** The last event of the command after which the law did not hold; 0 for the log as a whole. */
  readonly seq: number;
};

export type Checked = { readonly commands: number; readonly laws: number; readonly breaches: readonly Breach[] };

/**
 * Holds every law against a log: after the events of each command, and against the whole at its end. Laws are promises
 * between commands, so between the events of one command they are not asked. Law E5 decides commands again, and a log
 * does not hold those.
 */
export const checkLog = async (entries: Iterable<Entry>): Promise<Checked> => {
  const { laws } = await import('../../../specs/invariants/index.ts');
  const { model } = await import('../../../specs/properties/live.ts');
  const asked = laws.filter(({ id }) => id !== 'E5');
  const breaches: Breach[] = [];
  const steps: Step[] = [];
  for (const step of stepsOf(entries)) {
    const whole = { ...step, context, engine: model };
    for (const law of asked) {
      const violation = law.step?.(whole);
      if (violation !== undefined) breaches.push({ law: law.id, sentence: law.sentence, violation, seq: step.seq });
    }
    steps.push(step);
  }
  const history = {
    steps: steps.map((step) => ({ ...step, context, engine: model })),
    events: steps.flatMap(({ events }) => events),
    start: emptyWorld,
    end: steps.at(-1)?.after ?? emptyWorld,
    engine: model,
  };
  for (const law of asked) {
    const violation = law.history?.(history);
    if (violation !== undefined) breaches.push({ law: law.id, sentence: law.sentence, violation, seq: 0 });
  }
  return { commands: steps.length, laws: asked.length, breaches };
};

type Step = {
  readonly before: World;
  readonly command: Command;
  readonly events: readonly Event[];
  readonly after: World;
  readonly seq: number;
};

const context = { entropy: { now: '', seed: '' }, contents: () => undefined } as never;

/** The events of one command together. */
function* stepsOf(entries: Iterable<Entry>): Generator<Step> {
  let world = emptyWorld;
  let group: Entry[] = [];
  const finish = (): Step => {
    const before = world;
    const events = group.map(({ event }) => frozen(event));
    world = events.reduce(evolve, before);
    return { before, command: commandOf(group), events, after: world, seq: group.at(-1)?.seq ?? 0 };
  };
  for (const entry of entries) {
    if (group.length > 0 && group[0]?.cause.n !== entry.cause.n) {
      yield finish();
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield finish();
}

/**
 * As much of the command as its cause and its events tell: its name, who acted, and, since nothing contradicts it, that a
 * removal was told to take anonymous volumes along.
 */
const commandOf = ([first]: readonly Entry[]): Command =>
  ({
    issuer: first?.cause.issuer,
    type: first?.cause.command,
    volumes: true,
    pid: first?.cause.pid,
  }) as unknown as Command;

/** Frozen all the way down, as law E3 asks of every event. */
const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
};
