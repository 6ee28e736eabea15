import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askedOfEngine, runChaptersOn } from '../../specs/run/engine-chapters.ts';
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

test('they do not touch an engine that is in use', async () => {
  execFileSync('scripts/build-busybox-image.sh', [host.slice('unix://'.length)]);
  const id = docker('create', '--network', 'none', 'base:1', 'true');
  await expect(runChaptersOn(host)).rejects.toThrow('the engine holds 1 containers');
  expect(docker('ps', '--all', '--quiet', '--no-trunc')).toBe(id);
});
