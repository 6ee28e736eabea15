import { type Aggregate, EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';
import { count, type Row, ratio, secondsOf } from './measure.ts';
import { costs, goOn, linesOfLife, Machine, populate } from './workload.ts';

const containers = 1_000;

/**
 * Commands through decide and evolve, no views, no log; beside them castore's in-memory push of one event. castore looks
 * through a stream before it adds to it, so its streams get as long as those of the workload's containers.
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
  return [
    {
      what: 'commands, decide + evolve, 1,000 containers',
      measured: `${count(commands)}/s (${count(events)} events/s)`,
      goal: '100,000/s',
      met: commands >= 100_000,
    },
    {
      what: `commands against castore's push, ${perStream} events a stream`,
      measured: `${ratio(commands / long)} (castore: ${count(long)}/s)`,
      goal: '5x',
      met: commands >= 5 * long,
    },
    {
      what: "commands against castore's push, short streams",
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
