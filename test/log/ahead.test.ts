import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { appendLog } from '../../src/shell/log/append-log.ts';
import { foldEntries } from '../../src/shell/log/fold-entries.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import { stateHash } from '../../src/shell/log/snapshots.ts';
import { Session } from '../../src/shell/session.ts';
import { liveALittle } from '../shell/story.ts';
import { compileChild } from './compile-child.ts';

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-ahead-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const child = compileChild('test/log/ahead-child.ts');

/** Long enough for a second thread: output that a container printed, behind a small history. */
const long = join(directory, 'long.jsonl');
{
  const session = new Session({ log: long, seed: 'ahead', sync: 'batch' });
  liveALittle(session);
  session.close();
  const [started] = [...readLog(long)].filter(({ event }) => event.type === 'ContainerStarted');
  if (started === undefined) throw new Error('the story starts no container');
  const { id, at } = started.event;
  const writer = appendLog(long, { sync: 'batch' });
  for (let n = 0; n < 60; n += 1) {
    const { seq } = writer.head();
    const cause = { n: 1000 + n, command: 'PrintOutput', issuer: 'process' as const, pid: 40 };
    writer.append(
      Array.from({ length: 1_000 }, (_, line) => ({
        seq: seq + line + 1,
        cause,
        event: { stream: 'container', id, type: 'OutputPrinted', at, output: 'stdout', text: 'x'.repeat(40) } as never,
      })),
    );
  }
  writer.close();
}
const lines = readFileSync(long, 'utf8').trimEnd().split('\n');

const built = (log: string): string => {
  const { stdout, stderr } = spawnSync(process.execPath, [child, log], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.trim();
};

const inHere = (log: string): string => {
  try {
    return stateHash(foldEntries(readLog(log)));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const withLine = (number: number, change: (line: string) => readonly string[]): string => {
  const log = join(directory, `changed${number}.jsonl`);
  writeFileSync(log, `${lines.flatMap((line, at) => (at + 1 === number ? change(line) : [line])).join('\n')}\n`);
  return log;
};

describe('a long log that a second thread checks ahead', () => {
  test('leads to the same state', () => {
    expect(lines.join('\n').length).toBeGreaterThan(14 * 1024 * 1024);
    const found = built(long);
    expect(found).toMatch(/^[0-9a-f]{64}$/);
    expect(found).toBe(inHere(long));
  });

  test.each([
    ['a byte changed', 55_123, (line: string) => [line.replace('xxx', 'xyx')]],
    ['a line removed', 58_001, () => []],
    ['a line repeated', 59_999, (line: string) => [line, line]],
    ['no JSON', 57_000, () => ['{"seq":57000,"time":']],
    ['no event', 56_500, (line: string) => [line.replace('stdout', 'stdin')]],
    ['not UTF-8 text, but sound JSON', 57_500, (line: string) => [line.replace('xxx', '\u00e9')]],
  ] as const)('is refused with the same words: %s', (_, number, change) => {
    const log = withLine(number, change);
    const found = built(log);
    expect(found).toMatch(/line \d+: /);
    expect(found).toBe(inHere(log));
  });

  test('half a command at its end does not count', () => {
    const log = withLine(0, () => []);
    appendFileSync(log, (lines[60_000] ?? '').replace(/"seq":\d+/, `"seq":${lines.length + 1}`).slice(0, 90));
    const { stdout, stderr } = spawnSync(process.execPath, [child, log], { encoding: 'utf8' });
    expect(stderr).toMatch(/torn, it has no newline at its end/);
    expect(stdout.trim()).toBe(inHere(log));
  });
});
