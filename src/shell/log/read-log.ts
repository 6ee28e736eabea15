import { BadInput } from '../bad-input.ts';
import { checkLine } from './check-line.ts';
import { linesOf } from './lines.ts';
import { type Entry, entryOf } from './record.ts';

/** The events of a log file in order, one at a time. Anything that is not a sound log is bad input, with its line. */
export function* readLog(path: string): Generator<Entry> {
  for (const { number, text } of linesOf(path)) {
    const line = checkLine(text);
    if (typeof line === 'string') throw new BadInput(`${path}: line ${number}: ${line}`);
    if (line.seq !== number) throw new BadInput(`${path}: line ${number}: ${sequenceError(number, line.seq)}`);
    yield entryOf(line);
  }
}

const sequenceError = (expected: number, found: number): string =>
  found < expected
    ? `sequence number ${found} is there already; expected ${expected}`
    : `sequence numbers ${expected} to ${found - 1} are missing`;
