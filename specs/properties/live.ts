import {
  type Command,
  type Contents,
  type Context,
  dataRoot,
  decide,
  type Event,
  evolve,
  evolveAll,
  type Instant,
  instant,
  later,
  mountOptions,
  unionOf,
  upcast,
  type World,
  walkMerged,
} from '../../src/index.ts';
import type { Engine, History, Step } from '../invariants/law.ts';

/** The engine that this project specifies. */
export const model: Engine = {
  decide,
  evolve,
  upcast: ({ version, event }) => {
    const { stream, id, type, at, ...data } = event;
    return { stream, id, type, at, ...upcast(type, version, data) } as unknown as Event;
  },
  mountOptions,
  dataRoot,
  mergedView: (world, id) => {
    const union = unionOf(world, id);
    return new Map(union ? [...walkMerged(union)].map(({ path, node }) => [path, node.inode]) : []);
  },
};

/** A life in progress: a world, its time, and the bytes stored so far. */
export type Life = {
  readonly engine: Engine;
  readonly seed: string;
  world: World;
  now: Instant;
  count: number;
  readonly blobs: Map<string, Uint8Array>;
  /** Contents that were there before. */
  readonly stored: Contents;
};

const start = instant(Date.UTC(2024, 0, 1));

export const born = (
  engine: Engine,
  seed: string,
  { world, contents }: { readonly world: World; readonly contents: Contents },
): Life => ({
  engine,
  seed,
  world,
  now: start,
  count: 0,
  blobs: new Map(),
  stored: contents,
});

/** Performs one command. Time moves on by 50 ms, or to the last thing that happened. */
export const step = (life: Life, command: Command): Step => {
  life.count += 1;
  life.now = later(life.now, 50);
  const context: Context = {
    entropy: { now: life.now, seed: `${life.seed}/${life.count}` },
    contents: (digest) => life.blobs.get(digest) ?? life.stored(digest),
  };
  const before = life.world;
  const decision = life.engine.decide(before, command, context);
  for (const event of decision.events) freeze(event);
  if (decision.accepted) for (const [digest, bytes] of decision.blobs ?? []) life.blobs.set(digest, bytes);
  // The model's own way to fold a whole decision must give what event by event gives (law E1).
  life.world =
    life.engine.evolve === evolve
      ? evolveAll(before, decision.events)
      : decision.events.reduce(life.engine.evolve, before);
  for (const { at } of decision.events) if (at > life.now) life.now = at;
  return {
    before,
    command,
    ...(!decision.accepted && { rejection: decision.rejection }),
    events: decision.events,
    after: life.world,
    context,
    engine: life.engine,
  };
};

/** A fixed list of commands, lived from a world on. */
export const live = (life: Life, commands: readonly Command[]): History => {
  const begin = life.world;
  return historyOf(
    life,
    begin,
    commands.map((command) => step(life, command)),
  );
};

export const historyOf = (life: Life, begin: World, steps: readonly Step[]): History => ({
  steps,
  events: steps.flatMap(({ events }) => events as Event[]),
  start: begin,
  end: life.world,
  engine: life.engine,
});

/** Frozen all the way down, so that a write to an event is an error where it happens (law E3). */
const freeze = (value: object): void => {
  if (Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const name in value) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof part === 'object' && part !== null) freeze(part);
  }
};
