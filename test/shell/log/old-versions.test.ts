import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { replay, sameWorld } from '../../../src/index.ts';
import { readLog } from '../../../src/shell/log/read-log.ts';
import { scratch } from '../scratch.ts';

/** Written when ContainerDied had version 1, which did not tell the reported exit code from the container's own. */
const old = 'test/shell/data/died-v1.jsonl';

const eventsOf = (log: string) => [...readLog(log)].map(({ event }) => event);

test('a log of an older schema version is read as if it had been written today', () => {
  const deaths = eventsOf(old).filter((event) => event.type === 'ContainerDied');
  expect(deaths.map(({ exitCode, reported }) => [exitCode, reported])).toEqual([
    [137, 137],
    [137, 137],
  ]);
});

test('E7: a log of an older schema version replays the same', () => {
  const today = scratch();
  const text = readFileSync(old, 'utf8').replace(
    /"type":"ContainerDied","v":1(.*?)"exitCode":(\d+)/g,
    '"type":"ContainerDied","v":2$1"exitCode":$2,"reported":$2',
  );
  writeFileSync(today, text);
  expect(text).not.toBe(readFileSync(old, 'utf8'));
  expect(sameWorld(replay(eventsOf(old)), replay(eventsOf(today)))).toBe(true);
});
