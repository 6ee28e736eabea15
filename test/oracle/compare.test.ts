import { expect, test } from 'vitest';
import { Bijection } from '../../src/oracle/bijection.ts';
import { differences } from '../../src/oracle/compare.ts';
import { nothingSeen } from '../../src/oracle/trace.ts';

/** What the comparison leaves open in the text of an answer, and that it leaves open nothing else. */
const answered = (output: string) => ({ answer: { kind: 'done', output } as const, seen: nothingSeen });
const found = (expected: string, actual: string) =>
  differences(new Bijection(), answered(expected), answered(actual), []).map(({ at }) => at);

const lookup = 'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host';
const step = 'Step 1/2 : FROM plimsoll-gone:1';

test.each([
  ['an image that is not there', `${step}\nNo such image: plimsoll-gone:1`, `${step}\n${lookup}`],
  ['the number of docker-init’s child', '[FATAL tini (7)] exec x failed', '[FATAL tini (12)] exec x failed'],
])('the same: %s', (_, expected, actual) => {
  expect(found(expected, actual)).toEqual([]);
});

test.each([
  ['another image', `${step}\nNo such image: plimsoll-gone:1`, `Step 1/2 : FROM plimsoll-other:1\n${lookup}`],
  ['a registry that refuses', `${step}\nNo such image: plimsoll-gone:1`, `${step}\npull access denied`],
  ['an image that is there', `${step}\n ---> 0123`, `${step}\n${lookup}`],
  ['a download of a later step', 'Step 2/2 : RUN x\nNo such image: x', `Step 2/2 : RUN x\n${lookup}`],
  ['nothing behind the step', `${step}\nNo such image: plimsoll-gone:1`, step],
  ['another word of docker-init', '[FATAL tini (7)] exec x failed', '[WARN tini (7)] exec x failed'],
])('not the same: %s', (_, expected, actual) => {
  expect(found(expected, actual)).toEqual(['output']);
});
