import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Aggregate, EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';
import { type Event, emptyWorld, evolve, replayGrouped } from '../src/index.ts';
import { count, type Row, secondsOf } from './measure.ts';

type ContainerEvent = Extract<Event, { readonly stream: 'container' }>;
type Streams = ReadonlyMap<string, readonly ContainerEvent[]>;
type Folded = { readonly aggregateId: string; readonly version: number; readonly state: unknown };

/** The containers' events by stream: what a store of one kind of aggregate can hold. */
const streamsOf = (events: readonly Event[]): Streams => {
  const streams = new Map<string, ContainerEvent[]>();
  for (const event of events)
    if (event.stream === 'container') streams.set(event.id, [...(streams.get(event.id) ?? []), event]);
  return streams;
};

/** One container's next state, for a peer that asks for a reducer: the model's own, over a world of its own. */
const next = (state: unknown, event: ContainerEvent): unknown =>
  evolve((state ?? emptyWorld) as typeof emptyWorld, event);

const told = new EventType<'TOLD', { readonly event: ContainerEvent }>({ type: 'TOLD' });

const castore = async (streams: Streams) => {
  const store = new EventStore({
    eventStoreId: 'BENCH',
    eventTypes: [told],
    reducer: (aggregate: Aggregate, detail): Folded => ({
      aggregateId: detail.aggregateId,
      version: detail.version,
      state: next((aggregate as Folded | undefined)?.state, detail.payload.event),
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({}),
  });
  const append = await secondsOf(async () => {
    for (const [aggregateId, events] of streams)
      for (const [at, event] of events.entries())
        await store.pushEvent({ aggregateId, version: at + 1, type: 'TOLD', payload: { event } });
  });
  const fold = await secondsOf(async () => {
    for (const aggregateId of streams.keys()) await store.getAggregate(aggregateId);
  });
  return { append, fold };
};

type Emmett = {
  readonly getInMemoryEventStore: () => {
    readonly appendToStream: (name: string, events: readonly unknown[]) => Promise<unknown>;
    readonly aggregateStream: (name: string, options: object) => Promise<unknown>;
  };
};

/** Installed by hand in a directory of its own, for its licence is unclear: it is no dependency, and not asked for. */
const emmettIn = async (directory: string): Promise<Emmett> => {
  const found = createRequire(join(directory, 'index.js')).resolve('@event-driven-io/emmett');
  return (await import(pathToFileURL(found).href)) as Emmett;
};

const emmett = async (streams: Streams, directory: string) => {
  const store = (await emmettIn(directory)).getInMemoryEventStore();
  const append = await secondsOf(async () => {
    for (const [id, events] of streams)
      for (const event of events) await store.appendToStream(id, [{ type: 'Told', data: { event } }]);
  });
  const evolveTold = (state: unknown, { data }: { readonly data: { readonly event: ContainerEvent } }): unknown =>
    next(state, data.event);
  const fold = await secondsOf(async () => {
    for (const id of streams.keys())
      await store.aggregateStream(id, { evolve: evolveTold, initialState: () => emptyWorld });
  });
  return { append, fold };
};

export const peerRows = async (all: readonly Event[]): Promise<readonly Row[]> => {
  const streams = streamsOf(all);
  const events = [...streams.values()].flat();
  const row = (what: string, took: number): Row => ({
    what,
    measured: `${count(events.length / took)} events/s`,
    goal: '',
    met: undefined,
  });
  const own = await secondsOf(async () => {
    replayGrouped(events);
  });
  const first = await castore(streams);
  const rows = [
    row(`fold ${count(events.length)} events of ${count(streams.size)} containers`, own),
    row('  castore, in memory, the same reducer', first.fold),
    row('  castore, pushEvent, in memory', first.append),
  ];
  const directory = process.env.PLIMSOLL_EMMETT;
  if (directory === undefined)
    return [
      ...rows,
      { what: '  emmett', measured: 'left out: PLIMSOLL_EMMETT names no directory', goal: '', met: undefined },
    ];
  const second = await emmett(streams, directory);
  return [
    ...rows,
    row('  emmett, in memory, the same reducer', second.fold),
    row('  emmett, appendToStream, in memory', second.append),
  ];
};
