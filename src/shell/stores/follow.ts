import { setTimeout as sleep } from 'node:timers/promises';
import type { LogRecord, Range } from './store.ts';

const pollMillis = 100;

/**
 * Every record behind `after`, those of the past first, then each as it is written, until the signal. It asks again and
 * again: that works on every store, over every file system, and for writers of other machines.
 */
export async function* follow(
  read: (range: Range) => Iterable<LogRecord>,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<LogRecord> {
  let at = after;
  while (!signal.aborted) {
    for (const record of read({ after: at })) {
      at = record.seq;
      yield record;
      if (signal.aborted) return;
    }
    // An aborted sleep rejects: that is the end, not an error.
    await sleep(pollMillis, undefined, { signal }).catch(() => undefined);
  }
}
