import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { baseImages } from '../../src/oracle/names.ts';
import { listed, type Pair, runSequence } from '../../src/oracle/run-sequence.ts';
import { printStep } from '../../src/oracle/step.ts';
import { runCheck } from '../../src/shell/check/run-check.ts';
import { readKnown } from '../../src/shell/judge/read-known.ts';
import { DockerEngine } from '../../src/shell/oracle/docker-engine.ts';
import { addressOf } from '../../src/shell/oracle/http.ts';
import { ModelEngine } from '../../src/shell/oracle/model-engine.ts';
import { within } from '../../src/shell/oracle/patience.ts';
import { hostPrograms, twinArchive } from '../../src/shell/twin/twin-images.ts';

/** An engine of its own: the check may not share one that holds other containers. */
const dir = mkdtempSync('/tmp/pl-k.');
let host = '';

const docker = (...words: readonly string[]): string =>
  execFileSync('docker', ['--host', host, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

const seed = Number(process.env.PLIMSOLL_CHECK_SEED ?? 1);
const sequences = Number(process.env.PLIMSOLL_CHECK_SEQUENCES ?? 36);
const length = 30;
/** What is measured and not in the model (docs/oracle.md). */
const known = readKnown('docs/known/docker-20.10.24.json');

const check = (share: boolean, count = sequences) => {
  const address = addressOf(host);
  if (!address) throw new Error('scripts/engine names no socket');
  const stop = new AbortController().signal;
  return runCheck({
    engine: { kind: 'api', address },
    seed,
    sequences: count,
    length,
    time: 600_000,
    share,
    stop,
    progress: () => {},
    known,
  });
};

beforeAll(() => {
  host = `unix://${execFileSync('scripts/engine', ['start', dir], { encoding: 'utf8' }).trim()}`;
});

afterAll(() => {
  execFileSync('scripts/engine', ['stop', dir]);
  rmSync(dir, { recursive: true, force: true });
});

test(`Docker and the model agree on ${sequences} sequences of up to ${length} commands, seeds from ${seed}`, async () => {
  const { compared, found, unsteady, took, gone } = await check(false);
  for (const { seed: at, differences } of unsteady)
    console.info(`once only, seed ${at}: ${JSON.stringify(differences)}`);
  console.info(`the model took ${took.model.toFixed(1)} s, Docker ${took.engine.toFixed(1)} s`);
  console.info(`check: ${compared} commands agree (PLIMSOLL_CHECK_SEED=${seed} PLIMSOLL_CHECK_SEQUENCES=${sequences})`);
  expect(found.map(({ steps, differences, ...at }) => ({ ...at, steps: steps.map(printStep), differences }))).toEqual(
    [],
  );
  expect(gone).toEqual([]);
  expect(compared).toBeGreaterThan(sequences);
}, 700_000);

test('the adapter in Python finds that the engine answers as the model does', async () => {
  process.env.DOCKER_SOCKET = host.slice('unix://'.length);
  const { compared, found, unsupported } = await runCheck({
    engine: { kind: 'exec', command: 'docs/examples/adapters/engine-api.py' },
    seed: 500,
    sequences: 16,
    length: 20,
    time: 600_000,
    share: false,
    stop: new AbortController().signal,
    progress: () => {},
  });
  console.info(`check: ${compared} answers agree, ${unsupported} steps it does not know (seeds 500 to 515)`);
  expect(found).toEqual([]);
  expect(compared).toBeGreaterThan(20);
}, 120_000);

test('where Podman is known to differ, Docker does as the model says', async () => {
  const address = addressOf(host);
  if (!address) throw new Error('scripts/engine names no socket');
  const archive = twinArchive(baseImages, hostPrograms(false));
  const pair: Pair = {
    model: await ModelEngine.open(archive),
    engine: new DockerEngine(address, archive),
    blind: [],
    patience: within(10_000),
  };
  const { entries } = readKnown('docs/known/podman-4.3.1.json');
  const otherwise: unknown[] = [];
  for (const { id, steps } of entries) {
    const { divergence } = await runSequence(pair, listed(steps));
    if (divergence) otherwise.push({ id, ...divergence, steps: divergence.steps.map(printStep) });
  }
  await pair.engine.close();
  expect(otherwise).toEqual([]);
}, 300_000);

test('nothing is left behind', () => {
  expect([
    docker('ps', '--all', '--quiet'),
    docker('images', '--all', '--quiet'),
    docker('volume', 'ls', '--quiet'),
  ]).toEqual(['', '', '']);
});

test('an engine that holds containers of others is refused, or shared and left as it was', async () => {
  execFileSync('scripts/build-busybox-image.sh', [host.slice('unix://'.length)]);
  docker('create', '--name', 'stranger', '--network', 'none', 'base:1', 'true');
  const before = [docker('ps', '--all', '--no-trunc'), docker('images', '--all', '--no-trunc')].join();
  await expect(check(false, 1)).rejects.toThrow('the engine holds other containers (stranger)');
  expect((await check(true, 1)).found).toEqual([]);
  const ids = (text: string): readonly string[] => text.match(/[0-9a-f]{64}/g) ?? [];
  expect(ids([docker('ps', '--all', '--no-trunc'), docker('images', '--all', '--no-trunc')].join())).toEqual(
    ids(before),
  );
}, 120_000);

test('a check that is interrupted takes away what it made, exit code 130', async () => {
  const held = (): readonly string[] => [
    docker('ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.Names}}'),
    docker('images', '--all', '--no-trunc', '--format', '{{.ID}} {{.Repository}}:{{.Tag}}'),
    docker('volume', 'ls', '--quiet'),
  ];
  const before = held();
  const words = ['check', '--engine', host, '--share', '--seed', String(seed), '--sequences', '1000'];
  const child = spawn(process.execPath, ['dist/src/shell/cli/main.js', ...words], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  // In the middle: some container of its own is there.
  await expect.poll(() => held()[0], { timeout: 60_000, interval: 50 }).toContain('plimsoll-c');
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(held()).toEqual(before);
}, 120_000);
