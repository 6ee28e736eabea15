import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { replay } from '../../src/index.ts';
import { openWorld } from '../../src/shell/log/open-world.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { stateHash } from '../../src/shell/log/snapshots.ts';
import { Session } from '../../src/shell/session.ts';
import { besideLog } from '../../src/shell/stores/open-store.ts';
import { scratch } from '../shell/scratch.ts';
import { liveALittle } from '../shell/story.ts';

const write = (log: string, seed: string): void => {
  const session = new Session({ log, seed });
  liveALittle(session, 'one');
  liveALittle(session, 'two');
  session.close();
};

/** A log with snapshots behind every tenth event, and the latest of them. */
const withSnapshots = () => {
  const log = scratch();
  write(log, 'first');
  openWorld(log, undefined, { every: 10 });
  const dir = besideLog(log, 'snapshots');
  const [latest = 0] = readdirSync(dir)
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => b - a);
  return { log, path: join(dir, `${latest}.snapshot`), count: readdirSync(dir).length };
};

/** The state that the log's own lines lead to. */
const truth = (log: string): string => stateHash(replay([...readLog(log)].map(({ event }) => event)));

const opened = (log: string) => {
  const told: string[] = [];
  const { world } = openWorld(log, undefined, { every: 1_000, warn: (line) => void told.push(line) });
  return { hash: stateHash(world), told };
};

test('a sound snapshot is used', () => {
  const { log, path, count } = withSnapshots();
  expect(count).toBeGreaterThan(1);
  expect(opened(log)).toEqual({ hash: truth(log), told: [] });
  // What stands before it is not read any more: the file's first line is spoilt, and opening does not notice.
  const text = readFileSync(log, 'utf8');
  const before = truth(log);
  writeFileSync(log, text.replace('{"seq":1,', '{"seq":1 '));
  expect(opened(log).hash).toBe(before);
  expect(existsSync(path)).toBe(true);
});

describe('a snapshot that is not what it should be is discarded with a warning, and the log is folded', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ['another state', (text) => text.replace('"restartCount":0', '"restartCount":1'), /does not have the hash/],
    ['half of it', (text) => text.slice(0, text.length / 2), /does not have the hash/],
    ['nothing', () => '', /it is not whole/],
    ['something else', () => 'hello\n', /not valid JSON/],
    ['another format', (text) => text.replace(/"format":\d+/, '"format":0'), /made by another Plimsoll/],
    ['another event', (text) => text.replace(/"seq":\d+/, '"seq":3'), /made by another Plimsoll/],
    ['another hash', (text) => text.replace(/"hash":"./, '"hash":"x'), /belongs to another history/],
  ])('%s', (_, change, reason) => {
    const { log, path } = withSnapshots();
    const text = readFileSync(path, 'utf8');
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    const { hash, told } = opened(log);
    expect(hash).toBe(truth(log));
    expect(told).toEqual([expect.stringMatching(reason)]);
    expect(existsSync(path)).toBe(false);
  });

  test('all of them, when the log became another one', () => {
    const { log, count } = withSnapshots();
    const other = scratch();
    write(other, 'second');
    writeFileSync(log, readFileSync(other));
    const { hash, told } = opened(log);
    expect(hash).toBe(truth(other));
    expect(told).toHaveLength(count);
    expect(told.every((line) => /belongs to another history; discarded/.test(line))).toBe(true);
  });

  test('those behind the end, when the log became shorter', () => {
    const { log, path } = withSnapshots();
    const lines = readFileSync(log, 'utf8').split('\n');
    const end = lines.findIndex((line) => !line.includes('"more":'));
    writeFileSync(log, `${lines.slice(0, end + 1).join('\n')}\n`);
    expect(opened(log).hash).toBe(truth(log));
    expect(existsSync(path)).toBe(false);
  });
});
