import { readFileSync, writeFileSync } from 'node:fs';
import pc from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { LogCheck } from '../../specs/run/check-log.ts';
import type { Checked } from '../../src/shell/cli/check-log.ts';
import { runCli } from '../../src/shell/cli/program.ts';
import { readLog } from '../../src/shell/log/read-log.ts';
import type { LogLine } from '../../src/shell/log/record.ts';
import { Session } from '../../src/shell/session.ts';
import { scratch } from './scratch.ts';
import { ask, liveALittle } from './story.ts';

const log = scratch();

beforeAll(() => {
  const session = new Session({ log, seed: 'check' });
  liveALittle(session);
  ask(session, { type: 'UnpauseContainer', container: 'web' });
  const main = [...session.world.containers.values()][0]?.state;
  const pid = main && 'pid' in main ? main.pid : undefined;
  if (pid === undefined) throw new Error('web does not run');
  session.perform({ issuer: 'process', type: 'RemoveFile', pid, path: '/etc/passwd' });
  ask(session, { type: 'RenameContainer', container: 'web', name: 'wide' });
  ask(session, { type: 'CommitContainer', container: 'wide', repo: 'app' });
  liveALittle(session, 'other');
  ask(session, { type: 'RemoveContainer', container: 'wide', force: true });
  session.close();
});

const check = async (file: string, isTerminal = false) => {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string | Uint8Array) => {
      out += text;
    },
    err: (text: string | Uint8Array) => {
      err += text;
    },
    colours: pc.createColors(false),
    isTerminal,
  };
  const code = await runCli(['replay', file, '--check', '--json'], io);
  const text = { out: '', code: 0 };
  text.code = await runCli(['replay', file, '--check'], { ...io, out: (it) => (text.out += it) });
  return { code, out, err, text, checked: code === 2 ? undefined : (JSON.parse(out) as Checked) };
};

type Line = { -readonly [K in keyof LogLine]: LogLine[K] } & { data: Record<string, unknown>; hash?: string };

/** The log as somebody changed it who took the chain of hashes out, and counted anew. */
const tampered = (change: (lines: readonly Line[]) => readonly Line[]): string => {
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  const parsed = lines.map((line) => {
    const { hash: _, more: __, ...rest } = JSON.parse(line) as Line;
    return rest as Line;
  });
  const file = scratch();
  const changed = change(parsed).map((line, at) => JSON.stringify({ ...line, seq: at + 1 }));
  writeFileSync(file, `${changed.join('\n')}\n`);
  return file;
};

const edited = (type: string, nth: number, edit: (line: Line) => void): string =>
  tampered((lines) => {
    const line = lines.filter((it) => it.type === type)[nth];
    if (!line) throw new Error(`there is no ${type}`);
    edit(line);
    return lines;
  });

const without = (type: string, nth: number): string =>
  tampered((lines) => {
    const gone = lines.filter((it) => it.type === type)[nth];
    return lines.filter((line) => line !== gone);
  });

test('a sound log holds, event by event', async () => {
  const { code, checked, text } = await check(log);
  expect(code).toBe(0);
  expect(checked?.breach).toBeUndefined();
  expect(checked?.events).toBe([...readLog(log)].length);
  expect(text.out).toMatch(/^\d+ laws hold after each of \d+ events and \d+ commands\n$/);
});

describe('a log that was tampered with breaks a law', () => {
  test.each([
    [
      'a layer on another parent',
      () => edited('LayerRegistered', 0, ({ data }) => (data.diffId = `sha256:${'0'.repeat(64)}`)),
      'L2',
      'LayerRegistered',
      'docker pull busybox:latest',
    ],
    [
      'an image with other bytes',
      () => edited('ImageStored', 0, ({ data }) => (data.bytes = `${data.bytes} `)),
      'I1',
      'ImageStored',
      'docker pull busybox:latest',
    ],
    [
      'a name that another container has',
      () => edited('ContainerCreated', 1, ({ data }) => (data.name = 'wide')),
      'K4',
      'ContainerCreated',
      /^docker create --name wide /,
    ],
    ['a mount that never happened', () => without('MergedMounted', 1), 'W9', undefined, 'docker start web'],
    [
      'a main that is not there',
      () => edited('ContainerStarted', 0, ({ data }) => (data.pid = 4242)),
      'K3',
      undefined,
      'docker start web',
    ],
    [
      'a removal that leaves no whiteout',
      () => edited('UpperChanged', 1, ({ data }) => (data.changes = [])),
      'W7',
      'UpperChanged',
      "docker exec web sh -c 'unlink /etc/passwd'",
    ],
    [
      'a removed container that keeps its write layer',
      () => without('WriteLayerDiscarded', 0),
      'K5',
      'ContainerRemoved',
      'docker rm wide',
    ],
    ['a signal that freezes nothing', () => without('CgroupFrozen', 0), 'P7', undefined, 'docker pause web'],
    [
      'a commit without its layer',
      () => without('LayerRegistered', 1),
      'L4',
      undefined,
      'docker commit wide app:latest',
    ],
  ] as const)('%s', async (_, make, law, type, line) => {
    const { code, checked, text } = await check(make());
    expect(code).toBe(1);
    const breach = checked?.breach;
    expect(breach?.broken.map((it) => it.law)).toContain(law);
    if (type !== undefined) expect(breach?.type).toBe(type);
    expect(breach?.command.line).toMatch(line);
    expect(text.code).toBe(1);
    expect(text.out).toContain(`✗ ${law}`);
    expect(text.out).toContain(`behind event ${breach?.seq} `);
    expect(text.out).toContain(`    ${breach?.command.line}\n`);
  });
});

test('progress is shown on a terminal only', async () => {
  expect((await check(log)).err).toBe('');
  expect((await check(log, true)).err).toContain('\r\u001b[K');
});

test('the chain of hashes is held first', async () => {
  const file = scratch();
  writeFileSync(file, readFileSync(log, 'utf8').replace('"busybox', '"busybax'));
  const { code, err } = await check(file);
  expect(code).toBe(2);
  expect(err).toMatch(/line \d+: its hash does not fit/);
});

test('what is found in a look at the whole is traced back to its event', () => {
  const entries = [...readLog(log)];
  const isLast = entries.findLastIndex(({ event }) => event.type === 'WriteLayerCreated');
  const layer = entries.map(({ event }) => event).find((event) => event.type === 'LayerRegistered');
  // Two directories with one short name: no law of a single step sees the link that leads elsewhere.
  const link = layer?.type === 'LayerRegistered' ? layer.link : '';
  const broken = entries.map((entry, at) =>
    at === isLast ? { ...entry, event: { ...entry.event, link } as typeof entry.event } : entry,
  );
  for (const largest of [0, 2_000]) {
    const watch = new LogCheck({ largest });
    const found = broken.map((entry) => watch.see(entry)).find((it) => it !== undefined) ?? watch.end();
    expect(found?.broken.map(({ law }) => law)).toContain('D2');
    expect(found?.entry.seq).toBe(entries[isLast]?.seq);
  }
});
