import { type Aggregate, EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';
import { type Event, streamOf } from '../src/index.ts';
import { count, type Row, ratio, secondsOf } from './measure.ts';
import { costs, goOn, linesOfLife, Machine, populate } from './workload.ts';

const containers = 1_000;

/**
 * Commands through decide and evolve, no views, no log. Beside them castore, which only stores: the very events of the same
 * commands, and one small event instead of a command. It looks through a stream and copies it for each event that it adds,
 * so the events are of a world as big, and streams get as long as those of the workload's containers.
 */
export const commandRows = async (): Promise<readonly Row[]> => {
  const machine = new Machine();
  populate(machine, containers);
  goOn(machine, containers, 4 * linesOfLife);
  const begun = machine.events;
  const rounds = [1, 2, 3].map(() => goOn(machine, containers, 2 * linesOfLife));
  if (machine.refused > 0) throw new Error(`${machine.refused} commands of the workload were refused`);
  const commands = Math.max(...rounds.map((round) => round.commands / round.seconds));
  const events = (commands * (machine.events - begun)) / (3 * 2 * linesOfLife * containers);
  const perStream = Math.round(machine.events / containers);
  const [short, long] = [await castorePushes(2, 32), await castorePushes(perStream, 32)];
  const stored = await castoreStores();
  return [
    {
      what: 'commands, decide + evolve, 1,000 containers',
      measured: `${count(commands)}/s (${count(events)} events/s)`,
      goal: '100,000/s',
      met: commands >= 100_000,
    },
    {
      what: "decided and folded against castore's push of the same events",
      measured: `${ratio(commands / stored.commands)} (castore: ${count(stored.commands)}/s, ${stored.about})`,
      goal: '5x',
      met: commands >= 5 * stored.commands,
    },
    {
      what: `commands against one push of castore, ${perStream} events a stream`,
      measured: `${ratio(commands / long)} (castore: ${count(long)}/s)`,
      goal: '5x',
      met: commands >= 5 * long,
    },
    {
      what: 'commands against one push of castore, short streams',
      measured: `${ratio(commands / short)} (castore: ${count(short)}/s)`,
      goal: '5x',
      met: commands >= 5 * short,
    },
    ...costs(machine, containers, 2).map(([what, microseconds]) => ({
      what: `  ${what}`,
      measured: `${microseconds.toFixed(1)} µs`,
      goal: '',
      met: undefined,
    })),
  ];
};

const pushed = new EventType<'RENAMED', { readonly name: string }>({ type: 'RENAMED' });

/** Pushes a second, one at a time and each awaited, to streams that hold so many events already. */
const castorePushes = async (already: number, more: number): Promise<number> => {
  const store = new EventStore({
    eventStoreId: 'BENCH',
    eventTypes: [pushed],
    reducer: (_: Aggregate, { aggregateId, version }: { readonly aggregateId: string; readonly version: number }) => ({
      aggregateId,
      version,
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({}),
  });
  const push = async (from: number, to: number): Promise<void> => {
    for (let version = from; version <= to; version += 1)
      for (let at = 0; at < containers; at += 1)
        await store.pushEvent({ aggregateId: `c${at}`, version, type: 'RENAMED', payload: { name: 'x' } });
  };
  await push(1, already);
  return (more * containers) / (await secondsOf(() => push(already + 1, already + more)));
};

/**
 * How many commands a second castore could store the events of, into the same streams in the same order, one at a time and
 * each awaited: one life of each container. What was told before is stored first. The host is one stream, as it is here.
 */
const castoreStores = async (): Promise<{ readonly commands: number; readonly about: string }> => {
  const told: (readonly Event[])[] = [];
  const machine = new Machine((_, __, events) => void told.push(events));
  populate(machine, containers);
  const before = told.length;
  goOn(machine, containers, linesOfLife);
  const store = new EventStore({
    eventStoreId: 'BENCH',
    eventTypes: [happened],
    reducer: (_: Aggregate, { aggregateId, version }: { readonly aggregateId: string; readonly version: number }) => ({
      aggregateId,
      version,
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({}),
  });
  const versions = new Map<string, number>();
  const push = async (commands: readonly (readonly Event[])[]): Promise<void> => {
    for (const event of commands.flat()) {
      const aggregateId = streamOf(event);
      const version = (versions.get(aggregateId) ?? 0) + 1;
      versions.set(aggregateId, version);
      await store.pushEvent({ aggregateId, version, type: 'HAPPENED', payload: event });
    }
  };
  await push(told.slice(0, before));
  const commands = told.slice(before);
  const seconds = await secondsOf(() => push(commands));
  return {
    commands: commands.length / seconds,
    about: `${count(commands.length)} commands, at their end ${count(versions.get('host') ?? 0)} events in the host's stream`,
  };
};

const happened = new EventType<'HAPPENED', Event>({ type: 'HAPPENED' });
