import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { laws } from '../../specs/index.ts';
import { reachedRejections, unreachedRejections } from '../../specs/properties/rejections.ts';
import { clientVerbs } from '../../src/core/commands/client/index.ts';
import { hostVerbs } from '../../src/core/commands/host/index.ts';
import { processVerbs } from '../../src/core/commands/process/index.ts';
import { registryVerbs } from '../../src/core/commands/registry/index.ts';
import { fromOutside } from '../../src/oracle/laws/from-outside.ts';
import type { Vectors } from '../../src/oracle/vectors/vector.ts';
import { makeVectors } from '../../src/shell/vectors/make-vectors.ts';
import { unsaid } from '../../src/shell/vectors/not-reached.ts';

/** A stand-in will do: the model brings its own programs. */
const making = {
  programs: { busybox: new Uint8Array(1000), redis: [] },
  seed: 1,
  histories: 3,
  length: 12,
  images: 'images.tar',
};
let vectors: Vectors;

beforeAll(async () => {
  ({ vectors } = await makeVectors(making));
});

test('vectors are as their schema says', () => {
  const schema = JSON.parse(readFileSync('docs/vectors.schema.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  validate(JSON.parse(JSON.stringify(vectors)));
  expect(validate.errors ?? []).toEqual([]);
});

test('every command, refusal and law is reached, or it is said why not', () => {
  const { reached, notReached } = vectors;
  const commands = [clientVerbs, hostVerbs, processVerbs, registryVerbs].flatMap((verbs) => Object.keys(verbs));
  const refusals = [...reachedRejections, ...Object.keys(unreachedRejections)];
  const told = [...reached.commands, ...reached.rejections, ...Object.keys(reached.laws)];
  expect([...told, ...Object.keys(notReached)].sort()).toEqual(
    [...commands, ...refusals, ...laws.map(({ id }) => id)].sort(),
  );
  expect(Object.values(notReached)).not.toContain(unsaid);
  expect(Object.keys(clientVerbs).filter((command) => command in notReached)).toEqual([]);
  expect(Object.values(reached.laws).filter(({ shows }) => shows === '')).toEqual([]);
});

test('a law is reached by a vector that is there, or nobody could see it from outside', () => {
  const names = vectors.vectors.map(({ name }) => name);
  expect(Object.values(vectors.reached.laws).filter(({ vector }) => !names.includes(vector))).toEqual([]);
  expect(laws.map(({ id }) => id).filter((id) => !(id in vectors.reached.laws) && id in fromOutside)).toEqual(['P6']);
});

test('what a request sends is in the file, or was kept by a step before', () => {
  for (const { name, steps } of vectors.vectors) {
    const there = new Set(Object.keys(vectors.files));
    for (const { request, keep } of steps) {
      if (request?.file !== undefined) expect([name, there.has(request.file)]).toEqual([name, true]);
      for (const [, kept = ''] of request?.path.matchAll(/<(\w+)>/g) ?? [])
        expect([name, kept === 'ambiguous' || there.has(kept)]).toEqual([name, true]);
      if (keep !== undefined) there.add(keep);
    }
  }
});

test('the same seed gives the same vectors', async () => {
  expect((await makeVectors(making)).vectors).toEqual(vectors);
});

test('no id of the model is left in them', () => {
  const { files: _, registry: __, ...told } = vectors;
  const ids = JSON.stringify(told).match(/[0-9a-f]{64}/g) ?? [];
  // But for what nothing has.
  expect(ids.filter((id) => !/^(.)\1*$/.test(id))).toEqual([]);
});

describe('what they say is what Docker was measured to do (docs/facts/container-lifecycle.md)', () => {
  const answerTo = (name: string, line: RegExp) =>
    vectors.vectors.find((it) => it.name === name)?.steps.find((step) => line.test(step.line))?.answer;

  test.each([
    [
      'it does not run',
      /^docker kill/,
      { status: [409], message: 'Cannot kill container: plimsoll-c1: Container <id:plimsoll-c1> is not running' },
    ],
    ['it does not run', /^docker stop/, { status: [304] }],
    [
      'it runs',
      /^docker rm plimsoll/,
      {
        status: [409],
        message:
          'You cannot remove a running container <id:plimsoll-c1>. Stop the container before attempting removal or force remove',
      },
    ],
    [
      'it is paused',
      /^docker exec/,
      { status: [409], message: 'Container plimsoll-c1 is paused, unpause the container before exec' },
    ],
    ['signals', /^docker kill -s nonsense/, { status: [400], message: 'Invalid signal: nonsense' }],
  ] as const)('%s: %s', (name, line, answer) => {
    expect(answerTo(name, line)).toEqual(answer);
  });
});

test('a commit shares the layers of its image and adds one for what was written, none when that is gone again', () => {
  const story = vectors.vectors.find(({ name }) => name.startsWith('an image is a chain'));
  const images = story?.steps.at(-3)?.state?.images ?? {};
  const [base, first, second] = ['plimsoll-base-app:1', 'plimsoll-i1:latest', 'plimsoll-i2:latest'].map(
    (tag) => images[tag]?.layers ?? [],
  );
  expect(first?.slice(0, -1)).toEqual(base);
  expect(second).toEqual(base);
});
