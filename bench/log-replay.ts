import { readFileSync } from 'node:fs';
import { type Event, replayGrouped } from '../src/index.ts';
import { beforeFirst, linkOf } from '../src/shell/log/chain.ts';
import { checkLine } from '../src/shell/log/check-line.ts';
import { foldEntries } from '../src/shell/log/fold-entries.ts';
import { readLog } from '../src/shell/log/read-log.ts';
import { readStore } from '../src/shell/stores/open-store.ts';
import { mutableFold } from './log-mutable-fold.ts';
import { count, type Row, ratio, seconds } from './measure.ts';

/** The bare loop: each line of the file through JSON.parse, and nothing done with it. */
const bareParse = (path: string): number => {
  const text = readFileSync(path, 'utf8');
  let lines = 0;
  for (let from = 0, end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
    JSON.parse(text.slice(from, end));
    lines += 1;
  }
  return lines;
};

const drain = (items: Iterable<unknown>): void => {
  for (const _ of items);
};

const textsOf = (log: string): readonly string[] => {
  const store = readStore(log);
  const texts = [...store.read()].map(({ text }) => text);
  store.close();
  return texts;
};

const linesOnly = (log: string): void => {
  const store = readStore(log);
  drain(store.read());
  store.close();
};

/** The best of five of each, in turns. */
const inTurns = <K extends string>(works: Readonly<Record<K, () => unknown>>): Readonly<Record<K, number>> => {
  const names = Object.keys(works) as K[];
  const best = Object.fromEntries(names.map((name) => [name, Number.POSITIVE_INFINITY])) as Record<K, number>;
  for (let round = 0; round < 5; round += 1)
    for (const name of names)
      best[name] = Math.min(
        best[name],
        seconds(() => void works[name]()),
      );
  return best;
};

export const fileReplayRows = (log: string): readonly Row[] => {
  const texts = textsOf(log);
  const lines = texts.length;
  const chain = (): void => {
    let hash = beforeFirst;
    for (const text of texts) ({ hash } = linkOf(text, hash));
  };
  const check = (): void => {
    for (const text of texts) checkLine(text);
  };
  const { bare, all, read, hashed, checked } = inTurns({
    bare: () => bareParse(log),
    all: () => foldEntries(readLog(log)),
    read: () => linesOnly(log),
    hashed: chain,
    checked: check,
  });
  const each = (took: number): string => `${((took * 1e6) / lines).toFixed(2)} µs a line`;
  return [
    {
      what: `replay from file, ${count(lines)} events, against JSON.parse`,
      measured: `${ratio(all / bare)} (${count(lines / all)}/s, ${count(lines / bare)}/s)`,
      goal: '2x',
      met: all <= 2 * bare,
    },
    { what: '  all of it', measured: each(all), goal: '', met: undefined },
    { what: '  JSON.parse alone, with reading the file', measured: each(bare), goal: '', met: undefined },
    { what: '  cutting the file into lines', measured: each(read), goal: '', met: undefined },
    { what: '  the chain', measured: each(hashed), goal: '', met: undefined },
    { what: '  JSON.parse and the schema', measured: each(checked), goal: '', met: undefined },
  ];
};

export const memoryReplayRow = (events: readonly Event[]): Row => {
  const { own, peer } = inTurns({ own: () => replayGrouped(events), peer: () => mutableFold(events) });
  return {
    what: `replay in memory, ${count(events.length)} events, against a mutable fold`,
    measured: `${ratio(own / peer)} (${count(events.length / own)}/s, ${count(events.length / peer)}/s)`,
    goal: '4x',
    met: own <= 4 * peer,
  };
};
