import { foldEntries } from '../src/shell/log/fold-entries.ts';
import { openWorld } from '../src/shell/log/open-world.ts';
import { readLog } from '../src/shell/log/read-log.ts';
import { writeHistory } from './log-history.ts';

// Work in a process of its own, for its memory: node --expose-gc log-child.js write|replay|open LOG [CONTAINERS EVENTS | POINT…]
const [what = '', log = '', ...numbers] = process.argv.slice(2);
const [first = 0, second = 0] = numbers.map(Number);

const timed = <T>(work: () => T): readonly [T, number] => {
  const begin = performance.now();
  const done = work();
  return [done, (performance.now() - begin) / 1000];
};

const write = () => {
  const [events, seconds] = timed(() => writeHistory(log, first, second));
  return { events, seconds };
};

const replay = () => {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const [world, seconds] = timed(() => foldEntries(readLog(log)));
  const peak = process.resourceUsage().maxRSS * 1024;
  globalThis.gc?.();
  return { seconds, peak, kept: process.memoryUsage().heapUsed - before, containers: world.containers.size };
};

/** Each point opened once: the seconds that each took, and those of the processor. */
const open = () =>
  numbers.map((point) => {
    const before = process.cpuUsage();
    const [, seconds] = timed(() => openWorld(log, point === 'end' ? undefined : { seq: Number(point) }));
    const { user, system } = process.cpuUsage(before);
    return { seconds, busy: (user + system) / 1e6 };
  });

console.log(JSON.stringify(what === 'write' ? write() : what === 'replay' ? replay() : open()));
