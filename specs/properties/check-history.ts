import type { Command, Contents, Instant, Pid, World } from '../../src/index.ts';
import type { Engine, History, Law, Step, Watch } from '../invariants/law.ts';
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

/** `turn` and `now` fix the entropy: a command that is left out does not change the ids that later ones draw. */
type Draw = {
  readonly turn: number;
  /** When; at once where nothing is said. */
  readonly now?: Instant;
  readonly command: (world: World, births: Births) => Command | undefined;
};

/** Who was born when, and which number it was given. */
type Births = { readonly of: Map<Pid, Birth>; readonly pids: Map<Birth, Pid> };

/** A command, when it was performed, and where the process that it names came from. */
export type Turn = {
  readonly turn: number;
  readonly now: Instant;
  readonly command: Command;
  readonly actor?: Birth;
  /** Name of the container that this process is in, and whether it is the main one there. */
  readonly within?: { readonly container: string; readonly isMain: boolean };
};

/** The turn in which a process was spawned, and which of that turn's it was: the same however its number came out. */
export type Birth = `${number}/${number}`;

/** How a history is lived. */
export type Living = {
  /** Is told of every step. */
  readonly seen?: (step: Step) => void;
  /** At the end, what was found out along the way is also asked of the whole. */
  readonly twice?: boolean;
};

/** Lives commands and holds every law against every step, and against the whole at the end. Stops at the first breach. */
export const liveAndCheck = (
  engine: Engine,
  laws: readonly Law[],
  beginning: Beginning,
  seed: string,
  source: Source,
  { seen, twice = false }: Living = {},
): Lived => {
  const life = born(engine, seed, beginning);
  const steps: Step[] = [];
  const turns: Turn[] = [];
  const births: Births = { of: new Map(), pids: new Map() };
  const breachOf = (law: Law, violation: string): Lived => ({
    history: historyOf(life, beginning.world, steps),
    breach: { law: law.id, sentence: law.sentence, violation, turns },
  });
  const outset = { start: beginning.world, engine };
  const checks: Check[] = [];
  for (const law of laws) {
    const watch = law.watch?.(outset);
    if (law.step) checks.push({ law, holds: law.step });
    if (watch) checks.push({ law, holds: watch.step, watch });
  }
  for (const { turn, now, command: draw } of source) {
    if (now !== undefined && now > life.now) life.now = now;
    const command = draw(life.world, births);
    if (!command) continue;
    life.count = turn;
    const actor = 'pid' in command ? births.of.get(command.pid) : undefined;
    const within = withinOf(life.world, command);
    turns.push({ turn, now: life.now, command, ...(actor && { actor }), ...(within && { within }) });
    const done = attempt(life, command);
    if (done instanceof Error) {
      steps.push({ ...blank(life), command });
      const law = laws.find(({ id }) => id === (isFrozenWrite(done) ? 'E3' : 'X1'));
      if (law) return breachOf(law, done.message);
      if (laws.some(({ id }) => id === 'X1')) throw done;
      return { history: historyOf(life, beginning.world, steps) };
    }
    steps.push(done);
    record(births, turn, done);
    seen?.(done);
    for (const { law, holds } of checks) {
      const violation = holds(done);
      if (violation !== undefined) return breachOf(law, violation);
    }
  }
  const history = historyOf(life, beginning.world, steps);
  for (const { law, watch } of checks) {
    const violation = watch?.end(history);
    if (violation !== undefined) return breachOf(law, violation);
  }
  for (const law of laws) {
    const violation = !law.watch || twice ? law.history?.(history) : undefined;
    if (violation !== undefined) return breachOf(law, violation);
  }
  return { history };
};

type Check = { readonly law: Law; readonly holds: NonNullable<Law['step']>; readonly watch?: Watch };

export const drawn = (picks: readonly Pick[]): Source =>
  picks.map((pick, turn) => ({ turn, command: (world) => commandOf(world, pick) }));

/** Commands name processes by number; when earlier ones are left out, the same process has another number. */
export const given = (turns: readonly Turn[]): Source =>
  turns.map(({ turn, now, command, actor }) => ({
    turn,
    now,
    command: (_, { pids }) => {
      const pid = actor && pids.get(actor);
      return pid === undefined ? command : ({ ...command, pid } as Command);
    },
  }));

const withinOf = (world: World, command: Command): Turn['within'] => {
  if (command.issuer !== 'process') return undefined;
  const process = world.host.processes.get(command.pid);
  const container = process?.cgroup === undefined ? undefined : world.containers.get(process.cgroup);
  return process && container && { container: container.name, isMain: process.kind === 'main' };
};

const record = (births: Births, turn: number, { events }: Step): void => {
  let count = 0;
  for (const event of events) {
    if (event.type !== 'ProcessSpawned') continue;
    const birth: Birth = `${turn}/${count}`;
    count += 1;
    births.of.set(event.pid, birth);
    births.pids.set(birth, event.pid);
  }
};

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

export const isFrozenWrite = (error: Error): boolean =>
  error instanceof TypeError && /read only|not extensible|frozen|Cannot (assign|delete|add)/.test(error.message);
