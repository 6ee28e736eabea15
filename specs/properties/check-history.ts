import type { Command, Contents, World } from '../../src/index.ts';
import type { Engine, History, Law, Step } from '../invariants/law.ts';
import { commandOf } from './histories.ts';
import { born, historyOf, type Life, step } from './live.ts';
import type { Pick } from './moves/move.ts';

/** A world to begin in, and the bytes that it needs. */
export type Beginning = {
  readonly world: World;
  /** Contents that images from the registry are made of. */
  readonly contents: Contents;
};

/** What was found: which law, in which words, after which commands. */
export type Breach = {
  readonly law: string;
  readonly sentence: string;
  readonly violation: string;
  readonly turns: readonly Turn[];
};

export type Lived = { readonly history: History; readonly breach?: Breach };

/** Where commands come from: drawn for the world as it stands, or given. */
type Source = Iterable<Draw>;

/** `turn` fixes the entropy: a command that is left out does not change the ids that later ones draw. */
type Draw = { readonly turn: number; readonly command: (world: World) => Command | undefined };

/** A command, and the turn at which it was performed. */
export type Turn = { readonly turn: number; readonly command: Command };

/** Lives commands and holds every law against every step, and against the whole at the end. Stops at the first breach. */
export const liveAndCheck = (
  engine: Engine,
  laws: readonly Law[],
  beginning: Beginning,
  seed: string,
  source: Source,
  seen: (step: Step) => void = () => {},
): Lived => {
  const life = born(engine, seed, beginning);
  const steps: Step[] = [];
  const turns: Turn[] = [];
  const breachOf = (law: Law, violation: string): Lived => ({
    history: historyOf(life, beginning.world, steps),
    breach: { law: law.id, sentence: law.sentence, violation, turns },
  });
  const stepLaws = laws.filter((law) => law.step !== undefined);
  for (const { turn, command: draw } of source) {
    const command = draw(life.world);
    if (!command) continue;
    life.count = turn;
    turns.push({ turn, command });
    const done = attempt(life, command);
    if (done instanceof Error) {
      steps.push({ ...blank(life), command });
      const law = laws.find(({ id }) => id === (isFrozenWrite(done) ? 'E3' : 'X1'));
      if (law) return breachOf(law, done.message);
      if (laws.some(({ id }) => id === 'X1')) throw done;
      return { history: historyOf(life, beginning.world, steps) };
    }
    steps.push(done);
    seen(done);
    for (const law of stepLaws) {
      const violation = law.step?.(done);
      if (violation !== undefined) return breachOf(law, violation);
    }
  }
  const history = historyOf(life, beginning.world, steps);
  for (const law of laws) {
    const violation = law.history?.(history);
    if (violation !== undefined) return breachOf(law, violation);
  }
  return { history };
};

export const drawn = (picks: readonly Pick[]): Source =>
  picks.map((pick, turn) => ({ turn, command: (world) => commandOf(world, pick) }));

export const given = (turns: readonly Turn[]): Source =>
  turns.map(({ turn, command }) => ({ turn, command: () => command }));

/** What can not happen is an exception: a breach of the law that it never does. */
const attempt = (life: Life, command: Command): Step | Error => {
  try {
    return step(life, command);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

const blank = (life: Life): Omit<Step, 'command'> => ({
  before: life.world,
  after: life.world,
  events: [],
  context: { entropy: { now: life.now, seed: life.seed }, contents: () => undefined },
  engine: life.engine,
});

const isFrozenWrite = (error: Error): boolean =>
  error instanceof TypeError && /read only|not extensible|frozen|Cannot (assign|delete|add)/.test(error.message);
