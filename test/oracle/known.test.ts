import { expect, test } from 'vitest';
import { type KnownEntry, knownBy, unknownOf } from '../../src/oracle/known.ts';
import type { Step } from '../../src/oracle/step.ts';

const step: Step = { do: 'ask', command: { issuer: 'client', type: 'KillContainer', container: 'c' } };
const entry: KnownEntry = {
  id: 'held',
  title: '',
  steps: [step],
  after: 'docker kill .*',
  beside: { aspect: 'answer', actual: '.*no exit event.*' },
  differs: [{ aspect: 'answer' }, { aspect: 'containers', at: 'c\\.status' }],
  goesOn: false,
  right: 'engine',
  why: '',
};
const refused = { aspect: 'answer', at: 'kind', expected: 'done', actual: 'refused: no exit event' } as const;
const otherwise = { ...refused, actual: 'refused: no such container' };
const status = { aspect: 'containers', at: 'c.status', expected: 'exited', actual: 'running' } as const;
const name = { ...status, at: 'c.name' };

test('an entry that counts beside a difference accounts for what follows from it', () => {
  expect(knownBy([entry], step, [refused, status])).toEqual([entry]);
  expect(unknownOf([entry], step, [refused, status])).toEqual([]);
  expect(unknownOf([entry], step, [refused, status, name])).toEqual([name]);
});

test('without that difference it accounts for nothing', () => {
  expect(knownBy([entry], step, [status])).toBeUndefined();
  expect(unknownOf([entry], step, [otherwise, status])).toEqual([otherwise, status]);
});

test('nor after another step', () => {
  const start: Step = { do: 'ask', command: { issuer: 'client', type: 'StartContainer', container: 'c' } };
  expect(unknownOf([entry], start, [refused])).toEqual([refused]);
});
