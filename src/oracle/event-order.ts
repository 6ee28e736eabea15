/**
 * Which events of one object an engine may tell in another order than the model. Docker's daemon tells some of them in goroutines
 * that wait for nothing that the others do (daemon/kill.go, monitor.go, restart.go, stop.go and volumes_unix.go of 20.10.24);
 * what happens under the container's lock, or comes through the one queue of what containerd says of it, has an order.
 */
type Race = (lines: readonly string[], earlier: number, later: number) => boolean;

const is = (line: string | undefined, event: string): boolean =>
  line === event || line?.startsWith(`${event} `) === true;

const races: readonly Race[] = [
  // The signal is sent, then told, under the lock; an exec's end takes no lock. That of the signal before was told long ago.
  (lines, earlier, later) =>
    is(lines[earlier], 'container kill') &&
    is(lines[later], 'container exec_die') &&
    !lines.slice(earlier + 1, later).some((line) => is(line, 'container kill')),
  // Thawed processes end while their thaw is still being told.
  (lines, earlier, later) => is(lines[earlier], 'container unpause') && is(lines[later], 'container exec_die'),
  // Processes that end together end in any order.
  (lines, earlier, later) => is(lines[earlier], 'container exec_die') && is(lines[later], 'container exec_die'),
  // Whoever waits for main's end, and what is to remove the container then, go on at once.
  (lines, earlier, later) => is(lines[earlier], 'container stop') && is(lines[later], 'container destroy'),
  (lines, earlier, later) => is(lines[earlier], 'container destroy') && is(lines[later], 'container stop'),
  // So does what an exec outlived in another container's namespace.
  (lines, earlier, later) => is(lines[earlier], 'container exec_die') && is(lines[later], 'container stop'),
  (lines, earlier, later) => is(lines[earlier], 'container stop') && is(lines[later], 'container exec_die'),
  // A restart is told when the lock is free again: main may have ended by then.
  (lines, earlier, later) =>
    is(lines[earlier], 'container restart') &&
    ['die', 'start', 'destroy'].some((event) => is(lines[later], `container ${event}`)),
  // A container's mount points are gone through in no order.
  (lines, earlier, later) => is(lines[earlier], 'volume mount') && is(lines[later], 'volume mount'),
];

/** Whether an engine that tells this says the same as the model, in an order that Docker's daemon may tell it in. */
export const mayBeTold = (
  expected: readonly string[],
  told: readonly string[],
  isSame: (expected: string, told: string) => boolean,
): boolean => told.length === expected.length && alike(expected).some((lines) => isInOrder(lines, told, isSame));

/**
 * Where a container has joined another's pid namespace and that one ends, its exec and its main are killed at once. What the
 * shim hears first is told first: an exec before main with 137, after it with 127 (measured, docs/facts.md).
 */
const alike = (lines: readonly string[], from = 0): readonly (readonly string[])[] => {
  const at = lines.findIndex((line, index) => index >= from && is(line, 'container exec_die exitCode=127'));
  if (at === -1) return [lines];
  const die = lines.findLastIndex((line, index) => index < at && is(line, 'container die exitCode=137'));
  const inTime = [
    ...lines.slice(0, die),
    'container exec_die exitCode=137',
    ...lines.slice(die, at),
    ...lines.slice(at + 1),
  ];
  return [...alike(lines, at + 1), ...(die === -1 ? [] : alike(inTime, at + 1))];
};

const isInOrder = (
  expected: readonly string[],
  told: readonly string[],
  isSame: (expected: string, told: string) => boolean,
): boolean => {
  const left = new Set(expected.keys());
  const isFree = (at: number): boolean =>
    [...left].every((earlier) => earlier >= at || races.some((race) => race(expected, earlier, at)));
  return told.every((line) => {
    const at = [...left].find((candidate) => isSame(expected[candidate] ?? '', line) && isFree(candidate));
    return at !== undefined && left.delete(at);
  });
};
