import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedOfEngine, runChaptersOn } from '../../specs/run/engine-chapters.ts';
import { EngineWatch, watchSequences } from '../../specs/run/engine-laws.ts';
import { loadChapters, nameOfChapter } from '../../specs/run/run-chapters.ts';

/** An engine of their own: chapters use names that other suites use too. */
const dir = mkdtempSync('/tmp/pl-c.');
let host = '';
let told = 0;

const docker = (...words: readonly string[]): string =>
  execFileSync('docker', ['--host', host, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

beforeAll(() => {
  host = `unix://${execFileSync('scripts/engine', ['start', dir], { encoding: 'utf8' }).trim()}`;
});

afterAll(() => {
  execFileSync('scripts/engine', ['stop', dir]);
  rmSync(dir, { recursive: true, force: true });
  console.info(`chapters: the engine answered ${told} exchanges`);
});

test.each(loadChapters().map((chapter) => [nameOfChapter(chapter), chapter] as const))(
  'the real engine answers chapter %s as it is written',
  async (name, chapter) => {
    const [result] = await runChaptersOn(host, (it) => it === name);
    expect(result?.failures.map(({ exchange, why }) => `${exchange.line}: ${exchange.command}: ${why}`)).toEqual([]);
    expect(result?.passed).toBe(askedOfEngine(chapter));
    told += result?.passed ?? 0;
  },
);

test('they leave nothing behind', () => {
  expect([
    docker('ps', '--all', '--quiet'),
    docker('images', '--all', '--quiet'),
    docker('volume', 'ls', '--quiet'),
  ]).toEqual(['', '', '']);
});

const address = () => ({ socketPath: host.slice('unix://'.length) });
const brokenIn = (watch: EngineWatch) => watch.verdicts().filter(({ verdict }) => verdict === 'broken');

test('the laws hold as the engine shows them, and a tampered look is found', async () => {
  const watch = await EngineWatch.on(address());
  // Somebody in between who forgets the pid of what runs.
  const tampered = await EngineWatch.on(address(), (seen) => ({
    ...seen,
    containers: seen.containers.map((it) => ({ ...it, pid: 0 })),
  }));
  try {
    await watchSequences(address(), watch, { seed: 1, sequences: 0, length: 0 });
    const verdicts = watch.verdicts();
    expect(brokenIn(watch)).toEqual([]);
    expect(verdicts.filter(({ verdict }) => verdict === 'not seen').map(({ id }) => id)).toEqual(
      // No registry, and no program with threads; the rest is the model's own.
      ['I5', 'P6', 'D1', 'E1', 'E2', 'E3', 'E5', 'E6', 'E7', 'X1', 'X2'],
    );
    execFileSync('scripts/build-busybox-image.sh', [address().socketPath]);
    await tampered.begin();
    const id = docker('run', '--detach', '--network', 'none', 'base:1', 'sleep', '100');
    await tampered.saw('docker run', false);
    docker('rm', '--force', id);
    expect(brokenIn(tampered).map(({ id: law }) => law)).toContain('K3');
  } finally {
    watch.close();
    tampered.close();
  }
}, 240_000);

test('a broken data root is found by the laws', async () => {
  const watch = await EngineWatch.on(address());
  try {
    const directory = docker('image', 'inspect', '--format', '{{.GraphDriver.Data.UpperDir}}', 'base:1');
    await watch.begin();
    writeFileSync(`${directory}/stray`, 'written behind the back of the engine');
    await watch.saw('# a file is written into a layer', false);
    expect(brokenIn(watch).map(({ id }) => id)).toEqual(['L1']);
    rmSync(`${directory}/stray`);
    const link = readFileSync(`${directory}/../link`, 'utf8').trim();
    const links = `${directory}/../../l`;
    renameSync(`${links}/${link}`, `${links}/gone`);
    await watch.saw('# a link of the data root is renamed', false);
    renameSync(`${links}/gone`, `${links}/${link}`);
    expect(brokenIn(watch).map(({ id }) => id)).toEqual(['L1', 'D2']);
  } finally {
    watch.close();
  }
}, 120_000);

test('they do not touch an engine that is in use', async () => {
  execFileSync('scripts/build-busybox-image.sh', [host.slice('unix://'.length)]);
  const id = docker('create', '--network', 'none', 'base:1', 'true');
  await expect(runChaptersOn(host)).rejects.toThrow('the engine holds 1 containers');
  expect(docker('ps', '--all', '--quiet', '--no-trunc')).toBe(id);
});
