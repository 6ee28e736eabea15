import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BadInput } from '../../../src/shell/bad-input.ts';
import { beforeFirst, bodyOf, sealed } from '../../../src/shell/log/chain.ts';
import { readLog } from '../../../src/shell/log/read-log.ts';
import { Session } from '../../../src/shell/session.ts';
import { scratch } from '../scratch.ts';
import { liveALittle } from '../story.ts';

type Line = { seq: number; type: string; v: number; time: string; stream: string; data: Record<string, unknown> };

const soundLog = (): string => {
  const log = scratch();
  const session = new Session({ log, seed: 'damage' });
  liveALittle(session);
  session.close();
  return log;
};

const lines = (log: string): string[] => readFileSync(log, 'utf8').trimEnd().split('\n');
const readAll = (log: string): number => [...readLog(log)].length;

/** A sound log with one line rewritten. */
const withLine = (number: number, change: (line: Line) => unknown): string => {
  const log = soundLog();
  const all = lines(log);
  const changed = change(JSON.parse(all[number - 1] ?? ''));
  all[number - 1] = typeof changed === 'string' ? changed : JSON.stringify(changed);
  writeFileSync(log, `${sealAgain(all).join('\n')}\n`);
  return log;
};

/** As if the log had been written like that: the chain fits, what the lines say is wrong. */
const sealAgain = (all: readonly string[]): readonly string[] => {
  let hash = beforeFirst;
  return all.map((text) => {
    if (!text.startsWith('{')) return text;
    const line = sealed(bodyOf(text), hash);
    hash = line.hash;
    return line.text;
  });
};

const lineOf = (type: string): number => lines(soundLog()).findIndex((line) => line.includes(`"type":"${type}"`)) + 1;

describe('a log that can not be used is refused with its line and the reason', () => {
  const died = lineOf('ContainerDied');
  const created = lineOf('ContainerCreated');
  const spawned = lineOf('ProcessSpawned');

  test.each<[string, number, (line: Line) => unknown, RegExp]>([
    ['not JSON', 3, () => '{"seq":3', /line 3: not JSON/],
    ['an empty line', 3, () => '', /line 3: not JSON/],
    ['JSON of something else', 3, () => [], /line 3: must be object/],
    ['a field too many', 3, (it) => ({ ...it, extra: 1 }), /line 3: .*additional properties.*"extra"/],
    ['no time', 3, ({ time: _, ...it }) => it, /line 3: .*'time'/],
    ['an unknown type', 3, (it) => ({ ...it, type: 'ContainerSang' }), /line 3: unknown event type "ContainerSang"/],
    ['__proto__ as type', 3, (it) => ({ ...it, type: '__proto__' }), /line 3: unknown event type "__proto__"/],
    ['constructor as type', 3, (it) => ({ ...it, type: 'constructor' }), /line 3: unknown event type/],
    ['the frame as type', 3, (it) => ({ ...it, type: 'LogLine' }), /line 3: unknown event type/],
    ['a future version', died, (it) => ({ ...it, v: 3 }), /ContainerDied has version 3, which is newer than 2/],
    ['version 0', died, (it) => ({ ...it, v: 0 }), /v must be >= 1/],
    ['a gap', 4, (it) => ({ ...it, seq: 6 }), /line 4: sequence numbers 4 to 5 are missing/],
    ['a duplicate', 4, (it) => ({ ...it, seq: 3 }), /line 4: sequence number 3 is there already/],
    ['a wrong type of value', spawned, (it) => ({ ...it, data: { ...it.data, pid: 'x' } }), /data\.pid must be number/],
    ['a half process', spawned, (it) => ({ ...it, data: { ...it.data, pid: 1.5 } }), /data\.pid must be multiple/],
    ['a field missing', died, (it) => ({ ...it, data: { exitCode: 1, reported: 1 } }), /'next'/],
    ["another event's stream", died, (it) => ({ ...it, stream: 'host' }), /stream must match pattern/],
    ['a path as id', died, (it) => ({ ...it, stream: 'container/../../etc' }), /stream must match pattern/],
    [
      'a frame inside data',
      died,
      (it) => ({ ...it, data: { ...it.data, type: 'x' } }),
      /additional properties.*"type"/,
    ],
    [
      '__proto__ in data',
      died,
      (it) => JSON.stringify(it).replace('"data":{', '"data":{"__proto__":{"polluted":true},'),
      /additional properties.*"__proto__"/,
    ],
    [
      'a label that is no text',
      created,
      (it) => ({ ...it, data: { ...it.data, config: { Labels: { a: 1 } } } }),
      /Labels/,
    ],
  ])('%s', (_, number, change, reason) => {
    const log = withLine(number, change);
    expect(() => readAll(log)).toThrow(BadInput);
    expect(() => readAll(log)).toThrow(reason);
    expect(() => new Session({ log })).toThrow(reason);
  });

  test('a torn last line is left out, with a warning', () => {
    const log = soundLog();
    const whole = readFileSync(log);
    writeFileSync(log, whole.subarray(0, whole.length - 5));
    const told: string[] = [];
    const read = [...readLog(log, {}, { warn: (line) => void told.push(line) })].length;
    expect(read).toBeLessThan(whole.toString().split('\n').length - 1);
    expect(told).toEqual([
      expect.stringMatching(/line \d+: torn, its command is not complete; \d+ bytes do not count/),
    ]);
  });

  test('bytes that are not UTF-8', () => {
    const log = soundLog();
    const bytes = readFileSync(log);
    bytes[10] = 0xff;
    writeFileSync(log, bytes);
    expect(() => readAll(log)).toThrow(/line 1: not UTF-8/);
  });

  test('something else altogether', () => {
    const log = scratch();
    writeFileSync(log, Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x0a]));
    expect(() => readAll(log)).toThrow(/line 1: not UTF-8/);
    for (const other of ['\0\0text\n', 'text\0\0text\n', 'text\n\0\0text\n\0\0']) {
      writeFileSync(log, other);
      expect(() => readAll(log)).toThrow(/line 1: not JSON/);
    }
    expect(() => readAll('/nowhere/at/all')).toThrow(/no such file/);
    expect(() => readAll('/tmp')).toThrow(BadInput);
  });
});

test('lines longer than what is read at once are put together', () => {
  const name = 'x'.repeat(700_000);
  const log = withLine(lineOf('ContainerCreated'), (it) => ({
    ...it,
    data: { ...it.data, config: { Labels: { name } } },
  }));
  const labels = [...readLog(log)].flatMap(({ event }) =>
    event.type === 'ContainerCreated' ? [event.config.Labels?.name] : [],
  );
  expect(labels).toEqual([name]);
});

test('names that mean something to JavaScript are names like any other', () => {
  const log = soundLog();
  const session = new Session({ log });
  const [container] = [...session.world.containers.values()];
  session.close();
  expect(Object.entries(container?.config.Labels ?? {}).sort()).toEqual([
    ['__proto__', 'polluted'],
    ['constructor', 'x'],
    ['toString', 'y'],
  ]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('an empty log is a log without events', () => {
  const log = scratch();
  writeFileSync(log, '');
  expect(readAll(log)).toBe(0);
});
