import { type Aggregate, EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';
import { count, type Row, ratio, secondsOf } from './measure.ts';
import { costs, goOn, linesOfLife, Machine, populate } from './workload.ts';

const containers = 1_000;

/** Commands through decide and evolve, no views, no log; beside them what castore needs to push one event in memory. */
export const commandRows = async (): Promise<readonly Row[]> => {
  const machine = new Machine();
  populate(machine, containers);
  goOn(machine, containers, 4 * linesOfLife);
  let ours = 0;
  let theirs = 0;
  for (let round = 0; round < 3; round += 1) {
    const { commands, seconds } = goOn(machine, containers, 2 * linesOfLife);
    ours = Math.max(ours, commands / seconds);
    theirs = Math.max(theirs, await castorePushes());
  }
  if (machine.refused > 0) throw new Error(`${machine.refused} commands of the workload were refused`);
  return [
    {
      what: 'commands, decide + evolve, 1,000 containers',
      measured: `${count(ours)}/s`,
      goal: '100,000/s',
      met: ours >= 100_000,
    },
    {
      what: 'the same against a push of castore in memory',
      measured: `${ratio(ours / theirs)} (castore: ${count(theirs)}/s)`,
      goal: '5x',
      met: ours >= 5 * theirs,
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

/** As many events to as many aggregates as the workload has commands; one at a time, each awaited. */
const castorePushes = async (): Promise<number> => {
  const store = new EventStore({
    eventStoreId: 'BENCH',
    eventTypes: [pushed],
    reducer: (_: Aggregate, { aggregateId, version }: { readonly aggregateId: string; readonly version: number }) => ({
      aggregateId,
      version,
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter({}),
  });
  const versions = 2 * linesOfLife;
  const seconds = await secondsOf(async () => {
    for (let version = 1; version <= versions; version += 1)
      for (let at = 0; at < containers; at += 1)
        await store.pushEvent({ aggregateId: `c${at}`, version, type: 'RENAMED', payload: { name: 'x' } } as never);
  });
  return (versions * containers) / seconds;
};
