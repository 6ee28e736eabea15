import { type Event, replayGrouped, sameValue, sameWorld, type World } from '../../src/index.ts';
import { copyThroughText } from './copy-through-text.ts';
import { each, type History, type Law, must, type Outset, type Step, type Violation, type Watch } from './law.ts';
import { downcast } from './older-versions.ts';
import { twinOf } from './twin.ts';

/** Asked the plain way, of a whole history, one by one. */
const replays = (history: History): Violation =>
  must(sameWorld(replayed(history).end, history.end), () => 'the replayed state is not the live one');

const goesOn = (history: History): Violation => {
  const { differsAfter, middle, tail } = replayed(history);
  if (differsAfter !== undefined) return `the first ${differsAfter} events do not give the state of then`;
  const end = fold(history.engine, tail, copyThroughText(middle));
  const seq = history.events.length - tail.length;
  return must(sameWorld(end, history.end), () => `a snapshot after ${seq} events and the tail do not give the end`);
};

const byStreamTheSame = ({ start, end, events, engine }: History): Violation =>
  must(
    sameWorld(byStream(engine, events, start), end),
    () => 'stream by stream the events give another state than in their order',
  );

/** Along the way a twin is held against the live world; the plain way is gone when the two part. */
const watching =
  (plain: (history: History) => Violation) =>
  (outset: Outset): Watch => {
    const twin = twinOf(outset);
    return {
      step: (step) => twin.take(step),
      end: (history) => (twin.isOther(history.end) ? plain(history) : undefined),
    };
  };

/** The twin folds every stream by itself: where it has other aggregates though every other way gives the same, it is this. */
const watchStreams = (outset: Outset): Watch => {
  const twin = twinOf(outset);
  const isAlone = (history: History): Violation =>
    must(
      !twin.hasOtherAggregates(history.end),
      () => 'folded by itself a stream gives another state than among others',
    );
  return watching((history) => byStreamTheSame(history) ?? isAlone(history))(outset);
};

export const logLaws: readonly Law[] = [
  {
    id: 'E1',
    sentence: 'replaying the log gives the live state',
    history: replays,
    watch: watching(replays),
  },
  {
    id: 'E2',
    sentence: 'every prefix of the log replays, and a snapshot with the tail gives what the whole log gives',
    history: goesOn,
    watch: watching(goesOn),
  },
  {
    id: 'E3',
    sentence: 'events are deeply immutable',
    // Every event is frozen when it happens, so that a write to it is an error at once; the driver reports it here.
    step: ({ events }) => each(events, (event) => must(isFrozen(event), () => `${event.type} could be changed`)),
  },
  {
    id: 'E4',
    sentence: 'a rejected command leaves no event, unless the engine was measured to leave a trace of that failure',
    step: ({ rejection, events, command }) =>
      must(
        rejection === undefined || events.length === 0 || leavesTraces.has(command.type),
        () => `${command.type} was rejected with ${rejection?.code}, yet ${events[0]?.type} happened`,
      ),
  },
  {
    id: 'E5',
    sentence: 'the same world, command and entropy give the same decision',
    history: ({ steps }) => each(sample(steps, 8), decidedAgain),
    watch: () => watchDecisions(),
  },
  {
    id: 'E6',
    sentence: 'events of different streams commute',
    history: byStreamTheSame,
    watch: watchStreams,
  },
  {
    id: 'E7',
    sentence: 'a log of an older schema version replays the same',
    // Events that are read as the very same ones give the very same state: that is law E1.
    history: ({ events, engine }) =>
      each(events, (event) =>
        must(sameValue(engine.upcast(downcast(event)), event), () => `an older ${event.type} is read as another one`),
      ),
  },
];

/** Rejections with consequences: a failed start leaves its exit code and error (measured), a late failure what it had made, an extraction what it had put. */
const leavesTraces = new Set([
  'StartContainer',
  'RestartContainer',
  'CreateContainer',
  'StartExec',
  'CommitContainer',
  'RemoveContainer',
  'FireRestarts',
  'StopContainer',
  'GetArchive',
  'PutArchive',
  'StatArchive',
]);

const decidedAgain = ({ engine, before, command, context, events, rejection }: Step): Violation => {
  const again = engine.decide(before, command, context);
  const same = JSON.stringify(again.events) === JSON.stringify(events) && again.accepted === !rejection;
  return must(same, () => `${command.type} was decided differently when asked again`);
};

/** One decision in so many is made again at once. */
const seldom = 24;

const watchDecisions = (): Watch => {
  let count = 0;
  return {
    step: (step) => {
      count += 1;
      return count % seldom === 4 ? decidedAgain(step) : undefined;
    },
    end: () => undefined,
  };
};

const fold = ({ evolve }: History['engine'], events: readonly Event[], from: World): World =>
  events.reduce(evolve, from);

/** One stream after the other, each in its own order; the model's own faster way must agree with it. */
const byStream = (engine: History['engine'], events: readonly Event[], from: World): World => {
  const streams = new Map<string, Event[]>();
  for (const event of events) {
    const name = `${event.stream}/${event.id}`;
    const before = streams.get(name);
    if (before) before.push(event);
    else streams.set(name, [event]);
  }
  const slowly = fold(engine, [...streams.values()].reverse().flat(), from);
  return sameWorld(slowly, replayGrouped(events, from)) ? slowly : from;
};

/** An event as a log holds it: text, and nothing shared with the live world. */
const written = (event: Event): Event => JSON.parse(JSON.stringify(event));

/** A replay of a whole log, and what it came by on the way. */
type Replayed = {
  readonly end: World;
  /** After how many events an aggregate that they touched first differed from the live one. */
  readonly differsAfter: number | undefined;
  /** The replayed world half-way, and the events that follow. */
  readonly middle: World;
  readonly tail: readonly Event[];
};

/** One replay serves the laws E1 and E2: what a command touched is compared after that command, everything at the end. */
const replayed = (history: History): Replayed => {
  const before = remembered.get(history);
  if (before) return before;
  const { steps, start, engine } = history;
  const half = steps.length >> 1;
  const tail: Event[] = [];
  let [world, middle, seq] = [start, start, 0];
  let differsAfter: number | undefined;
  for (const [at, step] of steps.entries()) {
    if (at === half) middle = world;
    for (const event of step.events) {
      const read = written(event);
      if (at >= half) tail.push(read);
      world = engine.evolve(world, read);
    }
    seq += step.events.length;
    if (differsAfter === undefined && !sameTouched(step.events, world, step.after)) differsAfter = seq;
  }
  const made = { end: world, differsAfter, middle, tail };
  remembered.set(history, made);
  return made;
};

const remembered = new WeakMap<History, Replayed>();

const sameTouched = (events: readonly Event[], one: World, other: World): boolean => {
  const seen = new Set<string>();
  return events.every((event) => {
    const what = 'pid' in event ? `process ${event.pid}` : `${event.stream} ${event.id}`;
    if (seen.has(what)) return true;
    seen.add(what);
    return sameValue(part(one, event), part(other, event));
  });
};

/** What an event touches: its aggregate, and of the host the process that it is about. */
const part = (world: World, event: Event): unknown => {
  switch (event.stream) {
    case 'container':
      return world.containers.get(event.id);
    case 'write-layer':
      return world.writeLayers.get(event.id);
    case 'layer':
      return world.layers.get(event.id);
    case 'image':
      return world.images.get(event.id);
    case 'reference':
      return world.references.get(event.id);
    case 'volume':
      return world.volumes.get(event.id);
    case 'host':
      return 'pid' in event ? world.host.processes.get(event.pid) : world.host.cgroups;
    case 'distribution':
      return world.distribution;
  }
};

const sample = <T>(things: readonly T[], count: number): readonly T[] => {
  const stride = Math.max(1, Math.ceil(things.length / count));
  return things.filter((_, at) => at % stride === stride - 1);
};

/** What is frozen all the way down stays so. */
const frozen = new WeakSet<object>();

const isFrozen = (value: object): boolean => {
  if (frozen.has(value)) return true;
  if (!Object.isFrozen(value)) return false;
  for (const name in value) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof part === 'object' && part !== null && !isFrozen(part)) return false;
  }
  frozen.add(value);
  return true;
};
