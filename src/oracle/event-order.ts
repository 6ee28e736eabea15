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
): boolean => {
  if (told.length !== expected.length) return false;
  const left = new Set(expected.keys());
  const isFree = (at: number): boolean =>
    [...left].every((earlier) => earlier >= at || races.some((race) => race(expected, earlier, at)));
  return told.every((line) => {
    const at = [...left].find((candidate) => isSame(expected[candidate] ?? '', line) && isFree(candidate));
    return at !== undefined && left.delete(at);
  });
};
