import { describe, expect, test } from 'vitest';
import { streamOf } from '../../src/index.ts';
import { NotHere } from '../../src/shell/bad-input.ts';
import { blobsBeside } from '../../src/shell/blobs/blobs-beside.ts';
import { appendLog, type LogWriter } from '../../src/shell/log/append-log.ts';
import { copyLog } from '../../src/shell/log/copy-log.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { verifyLog } from '../../src/shell/log/verify-log.ts';
import { Session } from '../../src/shell/session.ts';
import { readStore, writeStore } from '../../src/shell/stores/open-store.ts';
import { Conflict } from '../../src/shell/stores/store.ts';
import { ask, liveALittle } from '../shell/story.ts';
import { appendOne, bigEvent, commandOf } from './records.ts';
import { kinds } from './stores.ts';

/** PLIMSOLL_LOG_EVENTS=1000000 for the whole size. */
const many = Number(process.env.PLIMSOLL_LOG_EVENTS ?? 20_000);

const textsOf = (log: string): readonly string[] => {
  const store = readStore(log);
  try {
    return [...store.read()].map(({ text }) => text);
  } finally {
    store.close();
  }
};

const withWriter = <T>(log: string, use: (writer: LogWriter) => T): T => {
  const writer = appendLog(log);
  try {
    return use(writer);
  } finally {
    writer.close();
  }
};

describe.each(kinds)('$kind', ({ fresh }) => {
  test('gives back what was appended, in order, whole and from anywhere', () => {
    const log = fresh();
    const written = withWriter(log, (writer) => {
      for (let length = 1; length <= 12; length += 1) appendOne(writer, length);
      return writer.head().seq;
    });
    const store = readStore(log);
    const all = [...store.read()];
    expect(all.map(({ seq }) => seq)).toEqual(Array.from({ length: written }, (_, at) => at + 1));
    for (const after of [0, 1, 2, 40, written - 1, written, written + 5])
      expect([...store.read({ after })]).toEqual(all.slice(after));
    expect([...store.read({ after: 10, to: 20 })]).toEqual(all.slice(10, 20));
    expect([...store.read({ to: 0 })]).toEqual([]);
    expect(store.last()).toEqual(all.at(-1));
    expect(verifyLog(store).findings).toEqual([]);
    store.close();
  });

  test('gives the records of one stream', () => {
    const log = fresh();
    withWriter(log, (writer) => appendOne(writer, 30));
    const entries = [...readLog(log)];
    const store = readStore(log);
    for (const stream of new Set(entries.map(({ event }) => streamOf(event)))) {
      const expected = entries.filter(({ event }) => streamOf(event) === stream).map(({ seq }) => seq);
      expect([...store.readStream(stream)].map(({ seq }) => seq)).toEqual(expected);
      expect([...store.readStream(stream, { after: 9 })].map(({ seq }) => seq)).toEqual(
        expected.filter((it) => it > 9),
      );
    }
    expect([...store.readStream('container/nobody')]).toEqual([]);
    store.close();
  });

  test('an append that expects another end is refused, and nothing of it is there', () => {
    const log = fresh();
    withWriter(log, (writer) => {
      appendOne(writer, 3);
      const before = textsOf(log);
      const records = [{ seq: 3, stream: 'host', text: '{"seq":3,"more":1}' }];
      expect(() => writer.store.append(2, records)).toThrow(/somebody else has/);
      expect(textsOf(log)).toEqual(before);
    });
  });

  test('a reader beside a writer sees whole commands only, and follows', async () => {
    const log = fresh();
    const writer = appendLog(log);
    appendOne(writer, 4);
    const reader = readStore(log);
    expect([...reader.read()]).toHaveLength(4);
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { seq } of reader.subscribe(2, stop.signal)) {
        seen.push(seq);
        if (seq === 4) appendOne(writer, 3);
        if (seq === 7) stop.abort();
      }
    })();
    await following;
    expect(seen).toEqual([3, 4, 5, 6, 7]);
    reader.close();
    writer.close();
  });

  test('events of a megabyte', () => {
    const log = fresh();
    withWriter(log, (writer) => {
      for (let at = 0; at < 8; at += 1)
        writer.append(commandOf(writer.head().seq, 2).map((entry) => ({ ...entry, event: bigEvent(1024 * 1024) })));
    });
    const sizes = [...readLog(log)].map(({ event }) => (event.type === 'OutputPrinted' ? event.text.length : 0));
    expect(sizes).toEqual(Array(16).fill(1024 * 1024));
    const store = readStore(log);
    expect([...store.read({ after: 13 })].map(({ seq }) => seq)).toEqual([14, 15, 16]);
    store.close();
  });

  test(`${many} events, and any of them is found`, () => {
    const log = fresh();
    const writer = appendLog(log, { sync: 'batch' });
    while (writer.head().seq < many) {
      const begin = writer.head().seq;
      writer.appendAll(Array.from({ length: 200 }, (_, at) => commandOf(begin + at * 5, 5)));
    }
    writer.close();
    const store = readStore(log);
    let count = 0;
    for (const { seq } of store.read()) if (seq === count + 1) count += 1;
    expect(count).toBe(writer.head().seq);
    for (const at of [1, Math.floor(count / 3), Math.floor(count / 2), count - 1, count]) {
      const [record] = store.read({ after: at - 1, to: at });
      expect(record?.seq).toBe(at);
    }
    store.close();
  }, 600_000);

  test('a copy has the same lines, and so the same hashes', () => {
    const log = fresh();
    const session = new Session({ log, seed: 'copy' });
    liveALittle(session);
    session.close();
    for (const { fresh: other } of kinds) {
      const target = other();
      const [from, to] = [readStore(log), writeStore(target)];
      expect(copyLog(from, to)).toBe(session.length);
      expect(() => copyLog(from, to)).toThrow(/there are records in it already/);
      from.close();
      to.close();
      expect(textsOf(target)).toEqual(textsOf(log));
    }
  });
});

describe.each(kinds.filter(({ isShared }) => isShared))('$kind, for many writers', ({ fresh }) => {
  test('of two writers that expect the same end one wins; the other is told, reads on and tries again', () => {
    const log = fresh();
    const [first, second] = [appendLog(log), appendLog(log)];
    appendOne(first, 2, 'first');
    let conflict: unknown;
    try {
      appendOne(second, 3, 'second');
    } catch (error) {
      conflict = error;
    }
    expect(conflict).toBeInstanceOf(Conflict);
    expect(conflict).toMatchObject({ expected: 0, found: 2 });
    second.goOnBehind(first.head());
    appendOne(second, 3, 'second');
    expect([...readLog(log)].map(({ cause }) => cause.command)).toEqual(['first', 'first', ...Array(3).fill('second')]);
    first.close();
    second.close();
  });

  test('sessions that share a log take turns: a command is decided again in the world that it finds', () => {
    const log = fresh();
    const sessions = [new Session({ log, seed: 'a' }), new Session({ log, seed: 'b' })];
    sessions.forEach((session, at) => {
      liveALittle(session, `web${at}`);
    });
    for (let turn = 0; turn < 6; turn += 1) {
      const session = sessions[turn % 2];
      if (session) ask(session, { type: 'CreateVolume', name: `v${turn}` });
    }
    for (const session of sessions) session.close();
    const whole = new Session({ log, seed: 'c' });
    expect(whole.world.volumes.size).toBe(8);
    expect(whole.world.containers.size).toBe(2);
    expect([...readLog(log)].filter(({ event }) => event.type === 'EngineInstalled')).toHaveLength(1);
    whole.close();
  });
});

describe.each(kinds.filter(({ isShared }) => !isShared))('$kind, for one writer', ({ fresh }) => {
  test('a second writer is refused as long as the first one has it', () => {
    const log = fresh();
    withWriter(log, () => expect(() => appendLog(log)).toThrow(/process \d+ is writing to it/));
    withWriter(log, (writer) => appendOne(writer, 1));
  });
});

test('what is no log is refused in one line', () => {
  expect(() => readStore('sqlite:/nowhere/log.db')).toThrow(/no such file/);
  expect(() => readStore('sqlite:package.json')).toThrow(/not a database/);
  expect(() => writeStore('sqlite:/nowhere/log.db')).toThrow(/no such directory/);
  expect(() => readStore('postgres://x@127.0.0.1:1/none')).toThrow(/ECONNREFUSED/);
  expect(() => blobsBeside('postgres://x@127.0.0.1:1/none')).toThrow(NotHere);
});
