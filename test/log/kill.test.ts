import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '../../src/index.ts';
import { entriesOf } from '../../src/shell/log/read-log.ts';
import { verifyLog } from '../../src/shell/log/verify-log.ts';
import { readStore } from '../../src/shell/stores/open-store.ts';
import { compileChild, eventsFile } from './compile-child.ts';
import { kinds } from './stores.ts';

/** Writers that are killed for each kind of store and sync: PLIMSOLL_KILLS=500 for thousands. */
const kills = Number(process.env.PLIMSOLL_KILLS ?? 15);
const seed = Number(process.env.PLIMSOLL_SEED ?? Math.floor(Math.random() * 2 ** 31));

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-kill-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const child = compileChild('test/log/child.ts');
const events = eventsFile(directory);
const known: readonly Event[] = JSON.parse(readFileSync(events, 'utf8'));

/** Runs a writer and kills it some time after it has acknowledged so many commands. What it acknowledged last. */
const killed = async (log: string, sync: string, after: number, wait: number): Promise<number> => {
  const writer = spawn(process.execPath, [child, log, events, 'killed', '1000000', sync], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(writer, 'exit');
  let complaint = '';
  writer.stderr.on('data', (text) => {
    complaint += text;
  });
  let [acknowledged, count] = [0, -1];
  for await (const line of createInterface({ input: writer.stdout })) {
    acknowledged = Number(line.replace('open ', ''));
    count += 1;
    if (count === after) setTimeout(() => writer.kill('SIGKILL'), wait);
  }
  const [, signal] = await gone;
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${complaint}`);
  return acknowledged;
};

/** From `from` on every command must be whole, and be what a writer there writes. Where the log ends. */
const checked = (log: string, from: number): number => {
  const store = readStore(log);
  try {
    let end = from;
    let left = 0;
    for (const { seq, cause, event } of entriesOf(store, { after: from })) {
      if (left === 0) left = 1 + (((seq - 1) * 7919) % 6);
      const first = cause.n;
      expect(event).toEqual(known[((first - 1) * 31 + seq - first) % known.length]);
      left -= 1;
      end = seq;
    }
    expect(left).toBe(0);
    return end;
  } finally {
    store.close();
  }
};

/** Only a file keeps room behind its lines. */
const syncsOf = (kind: string): readonly string[] =>
  kind === 'file' ? ['command', 'room', 'batch'] : ['command', 'batch'];

describe.each(kinds.flatMap((it) => syncsOf(it.kind).map((sync) => ({ ...it, sync }))))(
  '$kind, sync by $sync',
  ({ kind, fresh, sync }) => {
    test(`a writer that is killed ${kills} times loses nothing and invents nothing`, async () => {
      const log = fresh();
      const points = fc.sample(fc.record({ after: fc.nat(12), wait: fc.nat(6) }), { numRuns: kills, seed });
      let end = 0;
      let [lost, unacknowledged] = [0, 0];
      for (const { after, wait } of points) {
        const acknowledged = await killed(log, sync, after, wait);
        const found = checked(log, end);
        if (found < acknowledged) lost += 1;
        if (found > acknowledged) unacknowledged += 1;
        end = found;
      }
      const store = readStore(log);
      const { records, findings } = verifyLog(store);
      store.close();
      console.log(
        `${kind}, ${sync}: ${kills} kills, ${records} events, ${lost} commands lost, ` +
          `${unacknowledged} times a command was there that had not been acknowledged yet (seed ${seed})`,
      );
      expect({ lost, records, findings }).toEqual({ lost: 0, records: end, findings: [] });
    }, 3_600_000);
  },
);

describe.each(kinds.filter(({ isShared }) => isShared))('$kind', ({ fresh }) => {
  test('four writers at the same time: a reader never sees a gap, and every command is there once', async () => {
    const log = fresh();
    const each = 25;
    const writers = ['a', 'b', 'c', 'd'].map((by) =>
      spawn(process.execPath, [child, log, events, by, String(each), 'batch']),
    );
    const ends = Promise.all(writers.map((writer) => once(writer, 'exit')));
    let isOver = false;
    void ends.then(() => {
      isOver = true;
    });
    let seen = 0;
    await Promise.race(writers.map((writer) => once(writer.stdout, 'data')));
    const store = readStore(log);
    while (!isOver) {
      for (const { seq } of store.read({ after: seen })) {
        expect(seq).toBe(seen + 1);
        seen = seq;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect((await ends).map(([code]) => code)).toEqual([0, 0, 0, 0]);
    const commands = new Map<string, Set<number>>();
    for (const { cause } of entriesOf(store))
      commands.set(cause.command, (commands.get(cause.command) ?? new Set()).add(cause.n));
    expect([...commands].map(([by, its]) => [by, its.size]).sort()).toEqual(
      ['a', 'b', 'c', 'd'].map((by) => [by, each]),
    );
    expect(verifyLog(store).findings).toEqual([]);
    store.close();
  }, 300_000);
});
