import { evolve, hostInit, replayGrouped } from '../src/index.ts';
import { best, count, type Row, ratio, seconds } from './measure.ts';
import { goOn, linesOfLife, Machine, populate } from './workload.ts';

/** Events a second, one at a time, among so many containers: every world on the way is made. */
const rateOf = (containers: number, active: number, lines: number): number => {
  const machine = new Machine();
  // Two processes each, and threads: more than the kernel's own limit of 32768 allows.
  machine.perform({ issuer: 'process', type: 'SetPidMax', pid: hostInit, max: 4_194_304 });
  populate(machine, containers);
  if (machine.refused > 0) throw new Error(`${machine.refused} commands were refused`);
  const from = machine.world;
  machine.keep();
  goOn(machine, active, lines);
  const events = machine.told ?? [];
  const took = best(3, () =>
    seconds(() => {
      let world = from;
      for (const event of events) world = evolve(world, event);
    }),
  );
  return events.length / took;
};

export const evolveRows = (): readonly Row[] => {
  const few = rateOf(100, 100, 20 * linesOfLife);
  const many = rateOf(100_000, 2_000, linesOfLife);
  return [
    {
      what: 'evolve one by one, 100,000 containers against 100',
      measured: `${ratio(many / few)} (${count(many)}/s, ${count(few)}/s)`,
      goal: '0.33x',
      met: many >= few / 3,
    },
    groupedRow(),
  ];
};

const groupedRow = (): Row => {
  const machine = new Machine();
  machine.keep();
  populate(machine, 1_000);
  goOn(machine, 1_000, 4 * linesOfLife);
  const events = machine.told ?? [];
  const rate = events.length / best(5, () => seconds(() => replayGrouped(events)));
  return {
    what: `replay grouped by stream, ${count(events.length)} events`,
    measured: `${count(rate)}/s`,
    goal: '500,000/s',
    met: rate >= 500_000,
  };
};
