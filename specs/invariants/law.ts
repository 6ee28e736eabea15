import type { Command, ContainerId, Context, Event, Inode, Rejection, World } from '../../src/index.ts';

/** One command and what came of it. Laws look at steps, most of them only at what the step touched. */
export type Step = {
  readonly before: World;
  readonly command: Command;
  /** Absent when the command was accepted. */
  readonly rejection?: Rejection;
  readonly events: readonly Event[];
  readonly after: World;
  /** What decide could see besides the world; asked again with it, it must answer the same. */
  readonly context: Context;
  readonly engine: Engine;
};

/** A whole story: every step from an empty world on. */
export type History = {
  readonly steps: readonly Step[];
  readonly events: readonly Event[];
  readonly start: World;
  readonly end: World;
  /** The engine that lived it: what is replayed is replayed by it. */
  readonly engine: Engine;
};

/** What makes a world go on, and what is seen of it; a broken engine differs in one of these. */
export type Engine = {
  readonly decide: typeof import('../../src/index.ts').decide;
  readonly evolve: typeof import('../../src/index.ts').evolve;
  /** An event as today's version has it. */
  readonly upcast: (old: { readonly version: number; readonly event: Event }) => Event;
  /** Path to object: what a container sees under its root, mounts aside. */
  readonly mergedView: (world: World, id: ContainerId) => ReadonlyMap<string, Inode>;
  /** The option string of a container's overlay mount. */
  readonly mountOptions: (world: World, id: ContainerId) => string | undefined;
  /** Path under the data root to what stands there. */
  readonly dataRoot: typeof import('../../src/index.ts').dataRoot;
};

/** Where a history begins. Each history has such an object of its own. */
export type Outset = Pick<History, 'start' | 'engine'>;

/** What a law remembers along one history: it looks at what each step touched, and at its end at what is left to ask. */
export type Watch = {
  readonly step: (step: Step) => Violation;
  readonly end: (history: History) => Violation;
};

/** What a law found wrong, in one sentence; nothing when it holds. */
export type Violation = string | undefined;

/**
 * An id, a sentence, and how to see that it holds: after each step, at the end of a history, or both. What is asked of a
 * whole history may also be found out along the way; asked again of the whole it must come to the same.
 */
export type Law = {
  readonly id: string;
  readonly sentence: string;
  /** A promise between commands: on its way from one to the next, a command's events may break it. */
  readonly betweenCommands?: true;
  readonly step?: (step: Step) => Violation;
  readonly history?: (history: History) => Violation;
  readonly watch?: (outset: Outset) => Watch;
};

/** The first violation among many things of one kind. */
export const each = <T>(things: Iterable<T>, check: (thing: T) => Violation): Violation => {
  for (const thing of things) {
    const violation = check(thing);
    if (violation !== undefined) return violation;
  }
  return undefined;
};

export const must = (holds: boolean, otherwise: () => string): Violation => (holds ? undefined : otherwise());

type Ids = { readonly [S in Event['stream']]: Extract<Event, { readonly stream: S }>['id'] };

/** The ids of the aggregates of one stream that a step touched. */
export const touched = <S extends Event['stream']>({ events }: Pick<Step, 'events'>, stream: S): ReadonlySet<Ids[S]> =>
  (sorted(events).touched.get(stream) ?? nobody) as ReadonlySet<Ids[S]>;

/** The same of all streams. */
export const allTouched = ({ events }: Pick<Step, 'events'>): ReadonlyMap<Event['stream'], ReadonlySet<string>> =>
  sorted(events).touched;

/** The events of one type, in order. */
export const eventsOf = <T extends Event['type']>(
  { events }: Pick<Step, 'events'>,
  type: T,
): readonly Extract<Event, { readonly type: T }>[] =>
  (sorted(events).byType.get(type) ?? nothing) as readonly Extract<Event, { readonly type: T }>[];

const nothing: readonly Event[] = [];
const nobody: ReadonlySet<string> = new Set();

/** The events of a step by type, and the ids that they touch. */
type Sorted = {
  readonly events: readonly Event[];
  readonly byType: ReadonlyMap<Event['type'], readonly Event[]>;
  readonly touched: ReadonlyMap<Event['stream'], ReadonlySet<string>>;
};

/** Forty laws ask of the same step one after the other: its events are sorted once. */
let latest: Sorted = { events: [], byType: new Map(), touched: new Map() };

const sorted = (events: readonly Event[]): Sorted => {
  if (latest.events === events) return latest;
  const byType = new Map<Event['type'], Event[]>();
  const touched = new Map<Event['stream'], Set<string>>();
  for (const event of events) {
    const same = byType.get(event.type);
    if (same) same.push(event);
    else byType.set(event.type, [event]);
    const ids = touched.get(event.stream);
    if (ids) ids.add(event.id);
    else touched.set(event.stream, new Set([event.id]));
  }
  latest = { events, byType, touched };
  return latest;
};
