import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Vectors } from '../../src/oracle/vectors/vector.ts';
import { hostPrograms } from '../../src/shell/twin/twin-images.ts';
import { makeVectors } from '../../src/shell/vectors/make-vectors.ts';
import { docker, engineSocket } from './engine.ts';

const dir = mkdtempSync(join(tmpdir(), 'plimsoll-vectors-'));
const file = join(dir, 'vectors.json');
let vectors: Vectors;

beforeAll(async () => {
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

afterAll(() => rmSync(dir, { recursive: true }));

const run = (vectorsFile: string, ...more: readonly string[]) =>
  spawnSync('python3', ['docs/examples/vectors/run.py', vectorsFile, engineSocket(), ...more], { encoding: 'utf8' });

test('the example in Python finds that the engine does what the vectors say', () => {
  const { stdout, stderr, status } = run(file);
  const steps = vectors.vectors.reduce((sum, vector) => sum + vector.steps.length, 0);
  expect([stdout, stderr]).toEqual([
    `${vectors.vectors.length} of ${vectors.vectors.length} vectors agree, ${steps} steps\n`,
    '',
  ]);
  expect(status).toBe(0);
});

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
