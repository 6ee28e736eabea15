import { parentPort, workerData } from 'node:worker_threads';
import { laws } from '../invariants/index.ts';
import { catchOne } from './hunt.ts';
import type { Errand, Order } from './jobs.ts';
import { heldBy, runOne } from './run-properties.ts';

/** A thread takes one number after the other off the common counter, and tells what came of it. */
const work = ({ errand, counter }: Order): void => {
  const numbers = new Int32Array(counter);
  const perform = performing(errand);
  for (let at = Atomics.add(numbers, 0, 1); at <= Atomics.load(numbers, 1); at = Atomics.add(numbers, 0, 1)) {
    const done = perform(at);
    parentPort?.postMessage(done);
    // What comes after a broken law is not wanted any more.
    if (done && 'broken' in done && done.broken) lower(numbers, at);
  }
};

const performing = (errand: Errand) => {
  if (errand.kind === 'hunts') return (at: number) => errand.hunts.slice(at - 1, at).map(catchOne)[0];
  const held = heldBy({ ...errand, laws: laws.filter(({ id }) => errand.laws.includes(id)) });
  return (at: number) => runOne(held, at);
};

const lower = (numbers: Int32Array, to: number): void => {
  for (let last = Atomics.load(numbers, 1); to < last; last = Atomics.load(numbers, 1))
    if (Atomics.compareExchange(numbers, 1, last, to) === last) return;
};

work(workerData as Order);
