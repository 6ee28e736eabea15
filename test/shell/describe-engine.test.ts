import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseImages } from '../../src/oracle/names.ts';
import { broken, brokenEngines } from '../../src/shell/adapter/broken-engines.ts';
import { checkHtml } from '../../src/shell/check/check-html.ts';
import type { CheckReport } from '../../src/shell/check/run-check.ts';
import { missingPrograms, twinArchive } from '../../src/shell/twin/twin-images.ts';
import {
  describeEngine,
  holdEngine,
  ModelEngine,
  type OpenEngine,
  printStep,
  stepSequences,
} from '../../src/vitest.ts';

const standIn = new TextEncoder().encode('BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1)'.padEnd(4096));
const images = twinArchive(baseImages, { busybox: standIn, redis: [] });
const model: OpenEngine = (archive) => ModelEngine.open(archive, 'another');
const wrong: OpenEngine = async (archive) => {
  const fault = brokenEngines['kills-with-one'];
  if (!fault) throw new Error('no such engine');
  return broken(await ModelEngine.open(archive), fault);
};

describeEngine('another model', model, { images, sequences: 3, length: 20, rest: 30 });

// The example of docs/adapters.md is a suite of its own; its images are made of this machine's busybox.
const lacking = missingPrograms(false);
if (lacking.length === 0) await import('../../docs/examples/adapters/describe-engine.ts');
else test.skip(`the example of docs/adapters.md needs ${lacking.join(', ')}`, () => {});

test('an engine that is wrong fails with the shortest docker lines and both sides', async () => {
  await expect(holdEngine(wrong, { images, seed: 2, length: 40, rest: 30 })).rejects.toThrow(
    /^the engine is not where the model is\nseed 2:\n {2}docker [\s\S]*docker create [\s\S]*docker kill [\s\S]*the model: .*137[\s\S]*the engine: /,
  );
}, 60_000);

test('drawn sequences are the same for the same numbers, shrink, and are held step by step', async () => {
  const sequences = await stepSequences({ images, minLength: 5, maxLength: 12 });
  const [one, two] = [fc.sample(sequences, { seed: 7, numRuns: 20 }), fc.sample(sequences, { seed: 7, numRuns: 20 })];
  expect(one).toEqual(two);
  const lines = one.flat().map(printStep);
  for (const verb of ['create', 'start', 'exec', 'commit'])
    expect(lines.some((line) => line.startsWith(`docker ${verb} `))).toBe(true);
  const numRuns = 5;
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      const { compared } = await holdEngine(model, { images, rest: 30 }, steps);
      expect(compared).toBe(steps.length);
    }),
    { seed: 11, numRuns },
  );
  const { failed, counterexample } = fc.check(
    fc.property(sequences, (steps) => !steps.some((step) => step.do === 'ask' && step.command.type === 'TagImage')),
    { seed: 3, numRuns: 200 },
  );
  expect(failed).toBe(true);
  expect(counterexample?.[0].length).toBeLessThan(12);
}, 120_000);

test('the page names what differs and lets nothing out of its place', () => {
  const report: CheckReport = {
    engine: { name: 'an <engine>', version: '1', blind: ['logs'] },
    sequences: 2,
    compared: 7,
    unsupported: 0,
    seconds: 1.5,
    found: [
      {
        seed: 9,
        steps: [{ do: 'exec', container: 'plimsoll-c1', argv: ['echo', '</pre><script>alert(1)</script>'] }],
        differences: [{ aspect: 'answer', at: 'exitCode', expected: '0', actual: '"1" & \u0000' }],
      },
    ],
    unsteady: [],
    took: { model: 0.1, engine: 1.4 },
    known: { 'one-known': 2 },
    gone: ['one-gone'],
    draws: { verbs: {}, refusals: {} },
  };
  const page = checkHtml(report);
  for (const text of ['<script', 'an <engine>', '\u0000']) expect(page).not.toContain(text);
  for (const text of [
    'Difference, seed 9',
    '&lt;/pre&gt;&lt;script&gt;',
    '<code>&quot;1&quot; &amp; \uFFFD</code>',
    'known difference one-known: 2 times',
    'known difference one-gone: no longer there',
    'not compared: logs',
    'class="bad"',
  ])
    expect(page).toContain(text);
  expect(checkHtml({ ...report, found: [], gone: [] })).toContain('class="good"');
});
