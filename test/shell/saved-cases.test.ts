import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Step } from '../../src/oracle/step.ts';
import { readCase, saveCases } from '../../src/shell/check/cases.ts';

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));
afterAll(() => rmSync(directory, { recursive: true }));

const steps: readonly Step[] = [
  { do: 'ask', command: { issuer: 'client', type: 'StartContainer', container: 'c' } },
  { do: 'exec', container: 'c', argv: ['true'] },
  { do: 'put', container: 'c', path: '/', files: [{ name: 'a', mode: 0o644, text: 'a' }] },
  { do: 'import', container: 'c', repo: 'i' },
  { do: 'reload', image: 'i', removed: true },
  { do: 'build', dockerfile: 'FROM i', tag: 'j' },
];

test('a saved case gives back steps of every kind', () => {
  saveCases(directory, [{ seed: 7, steps, differences: [] }]);
  expect(readCase(join(directory, 'seed-7.json'))).toEqual(steps);
});

test.each([
  [{ do: 'put', container: 'c', path: '/', files: [{ name: 1, mode: 0 }] }],
  [{ do: 'build', dockerfile: 'FROM i' }],
  [{ do: 'reload' }],
  [{ do: 'other' }],
  [{ do: '__proto__' }],
])('what is no step is refused with its place: %j', (step) => {
  const file = join(directory, 'other.json');
  writeFileSync(file, JSON.stringify({ format: 'plimsoll-case', version: 1, steps: [steps[0], step] }));
  expect(() => readCase(file)).toThrow(`${file}: step 2 is none`);
});
