import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Vectors } from '../../src/oracle/vectors/vector.ts';
import { hostPrograms } from '../../src/shell/twin/twin-images.ts';
import { makeVectors } from '../../src/shell/vectors/make-vectors.ts';

const dir = mkdtempSync(join(tmpdir(), 'plimsoll-vectors-'));
/** An engine of their own: some vectors stop it and start it again. */
const engine = mkdtempSync('/tmp/pl-v.');
let socket = '';
const file = join(dir, 'vectors.json');
let vectors: Vectors;

beforeAll(async () => {
  socket = execFileSync('scripts/engine', ['start', engine], { encoding: 'utf8' }).trim();
  const made = await makeVectors({
    programs: hostPrograms(false),
    seed: 1,
    histories: 2,
    length: 15,
    images: 'images.tar',
  });
  vectors = made.vectors;
  writeFileSync(file, JSON.stringify(vectors));
  writeFileSync(join(dir, 'images.tar'), made.archive);
});

afterAll(() => {
  execFileSync('scripts/engine', ['stop', engine]);
  rmSync(engine, { recursive: true, force: true });
  rmSync(dir, { recursive: true });
});

const docker = (...words: readonly string[]): string =>
  execFileSync('docker', ['--host', `unix://${socket}`, ...words], { encoding: 'utf8' });

const example = 'docs/examples/vectors';
const run = (vectorsFile: string, ...more: readonly string[]) =>
  spawnSync('python3', [`${example}/run.py`, vectorsFile, socket, ...more], {
    encoding: 'utf8',
    env: { ...process.env, PLIMSOLL_HOST: `${example}/host.sh` },
  });

test('the example in Python finds that the engine does what the vectors say', () => {
  const { stdout, stderr, status } = run(file);
  const told = stdout.split('\n').filter((line) => line !== socket);
  const steps = vectors.vectors.reduce((sum, vector) => sum + vector.steps.length, 0);
  expect([...told, stderr]).toEqual([
    `${vectors.vectors.length} of ${vectors.vectors.length} vectors agree, ${steps} steps`,
    '',
    '',
  ]);
  expect(status).toBe(0);
}, 500_000);

test('what a consumer can not do is told as not run', () => {
  const { stdout, status } = spawnSync('python3', [`${example}/run.py`, file, socket, 'killed for memory'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  });
  expect([stdout, status]).toEqual([
    "not run: a container's main is signalled by the host's root, and killed for memory (needs host)\n0 of 0 vectors agree, 0 steps\n",
    0,
  ]);
});

test.each([
  ['no file', () => join(dir, 'nobody.json'), () => socket, /No such file/],
  ['no JSON', () => written('torn.json', '{"format": '), () => socket, /Expecting value/],
  [
    'another format',
    () => written('other.json', '{"format": "other", "version": 3}'),
    () => socket,
    /other of version 3/,
  ],
  ['no format', () => written('none.json', '{}'), () => socket, /no 'format' in it/],
  [
    'a newer version',
    () => written('newer.json', JSON.stringify({ ...vectors, version: 4 })),
    () => socket,
    /version 4; this reads .* version 3/,
  ],
  ['no engine', () => file, () => join(dir, 'nobody.sock'), /No such file/],
] as const)('%s: one line, exit code 2', (_, vectorsFile, at, words) => {
  const { stdout, stderr, status } = spawnSync('python3', [`${example}/run.py`, vectorsFile(), at()], {
    encoding: 'utf8',
  });
  expect([stdout, stderr.split('\n').length, status]).toEqual(['', 2, 2]);
  expect(stderr).toMatch(words);
});

const written = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};

test.each([
  ['another status', /"status":\[409\]/g, '"status":[204]'],
  ['another exit code', /"exitCode":\[137\]/g, '"exitCode":[0]'],
  ['a layer that is not shared', /"layers":\[1,/g, '"layers":[77,'],
  ['another change', /"C \/etc"/g, '"A /etc"'],
] as const)('vectors with %s are found not to hold', (_, from, to) => {
  const text = JSON.stringify(vectors);
  const wrong = text.replace(from, to);
  expect(wrong).not.toBe(text);
  const changed = join(dir, 'wrong.json');
  // One vector that has it will do.
  const one = (JSON.parse(wrong) as Vectors).vectors.find(
    (it, at) => JSON.stringify(it) !== JSON.stringify(vectors.vectors[at]),
  );
  writeFileSync(changed, JSON.stringify({ ...vectors, vectors: [one] }));
  const { stdout, status } = run(changed);
  expect(stdout).toMatch(/^differs: .*\n.*docker .*\n.*must be .*\n0 of 1 vectors agree/);
  expect(status).toBe(1);
});

test('they leave nothing behind', () => {
  const names = [
    docker('ps', '--all', '--format', '{{.Names}}'),
    docker('images', '--format', '{{.Repository}}'),
    docker('volume', 'ls', '--format', '{{.Name}}'),
  ].join('\n');
  expect(names.split('\n').filter((name) => name.startsWith(vectors.prefix))).toEqual([]);
});
