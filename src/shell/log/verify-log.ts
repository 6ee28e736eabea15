import { BadInput } from '../bad-input.ts';
import type { LogStore } from '../stores/store.ts';
import { beforeFirst, type ChainHash, linkOf } from './chain.ts';
import { checkLine } from './check-line.ts';

/** Something that was done to a log behind its back, and where. */
export type Finding = {
  /** The line of the file, counted from 1; 0 for what stands nowhere any more. */
  readonly line: number;
  readonly kind: 'changed' | 'missing' | 'moved' | 'repeated' | 'unsealed' | 'no record' | 'head';
  readonly says: string;
};

export type Verified = {
  readonly records: number;
  /** How many of them state a hash; older logs have records that do not. */
  readonly sealed: number;
  /** Of the last record: a log with this hash at this number has not been changed since, up to there. */
  readonly head: ChainHash;
  readonly findings: readonly Finding[];
};

/**
 * Reads a whole log and says what does not fit. Each record is held against the hash that the record before it states, so
 * that one change is one finding and not all lines after it. What is cut off cleanly at the end leaves no trace in a
 * chain: only `head`, kept elsewhere, tells.
 */
export const verifyLog = (store: LogStore, expected?: ChainHash): Verified => {
  const findings: Finding[] = [];
  const gaps = new Set<number>();
  let [line, sealed, next, hash] = [0, 0, 1, beforeFirst];
  const find = (kind: Finding['kind'], says: string): void => void findings.push({ line, kind, says });
  try {
    for (const { text } of store.read()) {
      line += 1;
      const seq = numberOf(text);
      const link = linkOf(text, hash);
      const expectedHere = next;
      const inOrder = seq === expectedHere;
      if (seq === undefined) find('no record', 'is no record of a log');
      else if (seq > next) {
        for (let at = next; at < seq && gaps.size < mostGaps; at += 1) gaps.add(at);
        next = seq + 1;
      } else if (seq < next && gaps.delete(seq)) find('moved', `record ${seq} stands here, out of its order`);
      else if (seq < next) find('repeated', `record ${seq} stands here a second time`);
      else next += 1;
      if (link.stated !== undefined) sealed += 1;
      else if (sealed > 0 && seq !== undefined) find('unsealed', 'states no hash, as those before it do');
      if (inOrder && link.stated !== undefined && link.stated !== link.hash)
        find('changed', `record ${seq} is not the one that was written, or the one before it is not`);
      else if (inOrder) {
        const wrong = checkLine(text);
        if (typeof wrong === 'string') find('changed', wrong);
      }
      // A line out of its place is passed over: the next one is held against the one that it should follow.
      if (seq === undefined || seq >= expectedHere) hash = link.stated ?? link.hash;
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    findings.push({ line: line + 1, kind: 'no record', says: error.message });
  }
  for (const [from, to] of runsOf(gaps))
    findings.push({
      line: 0,
      kind: 'missing',
      says: from === to ? `record ${from} is missing` : `records ${from} to ${to} are missing`,
    });
  if (expected !== undefined && expected !== hash)
    findings.push({ line, kind: 'head', says: `the log ends with hash ${hash}, not with ${expected}` });
  return { records: line, sealed, head: hash, findings };
};

/** A number of the size of an address is not a gap of that many records. */
const mostGaps = 1_000_000;

const numberOf = (text: string): number | undefined => {
  const found = /^\{"seq":(\d{1,15}),/.exec(text)?.[1];
  if (found !== undefined) return Number(found);
  try {
    const { seq } = JSON.parse(text) as { readonly seq?: unknown };
    return Number.isInteger(seq) ? (seq as number) : undefined;
  } catch {
    return undefined;
  }
};

const runsOf = (numbers: ReadonlySet<number>): readonly (readonly [number, number])[] => {
  const runs: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs;
};
