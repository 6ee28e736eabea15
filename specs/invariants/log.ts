import { type Event, replayGrouped, sameValue, sameWorld, stateOf, type World, worldFrom } from '../../src/index.ts';
import { each, type History, type Law, must } from './law.ts';
import { downcast } from './older-versions.ts';

export const logLaws: readonly Law[] = [
  {
    id: 'E1',
    sentence: 'replaying the log gives the live state',
    history: (history) => {
      const replayed = fold(history.engine, written(history.events), history.start);
      return must(sameWorld(replayed, history.end), () => 'the replayed state is not the live one');
    },
  },
  {
    id: 'E2',
    sentence: 'every prefix of the log replays, and a snapshot with the tail gives what the whole log gives',
    history: ({ steps, start, end, events, engine }) => {
      let done = 0;
      const ends = steps.map((step) => {
        done += step.events.length;
        return { step, done };
      });
      // Three prefixes are sample enough; a snapshot is taken of the first of them.
      return each([...sample(ends, 3).entries()], ([at, { step, done: seq }]) => {
        const prefix = fold(engine, events.slice(0, seq), start);
        if (!sameWorld(prefix, step.after)) return `the first ${seq} events do not give the state of then`;
        if (at !== 0) return undefined;
        const tail = fold(engine, events.slice(seq), worldFrom(stateOf(prefix)));
        return must(sameWorld(tail, end), () => `a snapshot after ${seq} events and the tail do not give the end`);
      });
    },
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
    history: ({ steps, engine }) =>
      each(sample(steps, 8), ({ before, command, context, events, rejection }) => {
        const again = engine.decide(before, command, context);
        const same = JSON.stringify(again.events) === JSON.stringify(events) && again.accepted === !rejection;
        return must(same, () => `${command.type} was decided differently when asked again`);
      }),
  },
  {
    id: 'E6',
    sentence: 'events of different streams commute',
    history: ({ start, end, events, engine }) =>
      must(
        sameWorld(byStream(engine, events, start), end),
        () => 'stream by stream the events give another state than in their order',
      ),
  },
  {
    id: 'E7',
    sentence: 'a log of an older schema version replays the same',
    history: ({ start, end, events, engine }) =>
      each(events, (event) =>
        must(sameValue(engine.upcast(downcast(event)), event), () => `an older ${event.type} is read as another one`),
      ) ??
      must(
        sameWorld(fold(engine, events.map(downcast).map(engine.upcast), start), end),
        () => 'written in the older schema, the log gives another state',
      ),
  },
];

/** Rejections with consequences: a failed start leaves its exit code and error (measured), a late failure what it had made. */
const leavesTraces = new Set([
  'StartContainer',
  'RestartContainer',
  'CreateContainer',
  'StartExec',
  'CommitContainer',
  'RemoveContainer',
  'FireRestarts',
  'StopContainer',
]);

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

/** The events as a log holds them: text, and nothing shared with the live world. */
const written = (events: History['events']): readonly Event[] => JSON.parse(JSON.stringify(events));

const sample = <T>(things: readonly T[], count: number): readonly T[] => {
  const stride = Math.max(1, Math.ceil(things.length / count));
  return things.filter((_, at) => at % stride === stride - 1);
};

const isFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
