import { type Event, evolve, replayGrouped, type World } from '../src/index.ts';
import { best, count, type Row, ratio, seconds } from './measure.ts';
import { goOn, linesOfLife, Machine, populate } from './workload.ts';

/** A long log, and the world in which it begins. */
const lived = (containers: number, lines: number): { readonly from: World; readonly events: readonly Event[] } => {
  const machine = new Machine({ keeps: true });
  populate(machine, containers);
  const from = machine.world;
  const before = machine.told?.length ?? 0;
  goOn(machine, containers, lines);
  return { from, events: machine.told?.slice(before) ?? [] };
};

/** Events a second, one at a time: every world on the way is made. */
const rateOf = (containers: number, lines: number): number => {
  const { from, events } = lived(containers, lines);
  const took = best(3, () =>
    seconds(() => {
      let world = from;
      for (const event of events) world = evolve(world, event);
    }),
  );
  return events.length / took;
};

export const evolveRows = (): readonly Row[] => {
  const few = rateOf(100, 40 * linesOfLife);
  const many = rateOf(100_000, 8);
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
  const machine = new Machine({ keeps: true });
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
