import { BadInput } from '../bad-input.ts';
import type { LogStore, NewRecord } from '../stores/store.ts';
import { moreOf } from './chain.ts';
import type { LogLine } from './record.ts';

/** Records that are appended together: whole commands, so that a copy that is cut off is a log all the same. */
const batchBytes = 1024 * 1024;

/**
 * Copies records as they are, to the byte, up to and with record `to`. Answers how many. The target must be empty: a
 * history is not put behind another one.
 */
export const copyLog = (from: LogStore, target: LogStore, to?: number): number => {
  if (target.last()) throw new BadInput(`${target.name}: there are records in it already`);
  let [copied, bytes] = [0, 0];
  let batch: NewRecord[] = [];
  const put = (): void => {
    target.append(copied, batch);
    copied += batch.length;
    [batch, bytes] = [[], 0];
  };
  let more = 0;
  for (const { seq, text } of from.read(to === undefined ? {} : { to })) {
    batch.push({ seq, text, stream: streamOfLine(from, seq, text) });
    more = moreOf(text);
    bytes += text.length;
    if (more === 0 && bytes >= batchBytes) put();
  }
  const last = copied + batch.length;
  if (to !== undefined && last < to) throw new BadInput(`${from.name}: there is no event ${to}; the last is ${last}`);
  if (more > 0)
    throw new BadInput(
      `${from.name}: event ${last} is in the middle of a command, which ends with event ${last + more}`,
    );
  put();
  target.flush();
  return copied;
};

const streamOfLine = (store: LogStore, seq: number, text: string): string => {
  try {
    const { seq: own, stream } = JSON.parse(text) as Partial<LogLine>;
    if (own === seq && typeof stream === 'string') return stream;
  } catch {
    // Told below.
  }
  throw new BadInput(`${store.name}: line ${seq}: no record of a log`);
};
