import { describe, expect, test } from 'vitest';
import { Bijection } from '../../src/oracle/bijection.ts';
import { differences } from '../../src/oracle/compare.ts';
import { mayBeTold } from '../../src/oracle/event-order.ts';
import { nothingSeen } from '../../src/oracle/trace.ts';

const same = (one: string, other: string): boolean => one === other;
const lines = (text: string): readonly string[] => text.split(', ').map((line) => `container ${line}`);
const may = (expected: string, told: string): boolean => mayBeTold(lines(expected), lines(told), same);

describe('orders that Docker 20.10.24 was seen to tell events in', () => {
  test.each([
    ['kill signal=15, exec_die exitCode=137, die exitCode=7', 'exec_die exitCode=137, kill signal=15, die exitCode=7'],
    [
      'kill signal=15, exec_die exitCode=137, exec_die exitCode=137, die exitCode=7, stop',
      'exec_die exitCode=137, kill signal=15, exec_die exitCode=137, die exitCode=7, stop',
    ],
    [
      'kill signal=9, exec_die exitCode=1, exec_die exitCode=2',
      'exec_die exitCode=2, kill signal=9, exec_die exitCode=1',
    ],
    ['kill signal=15, unpause, exec_die exitCode=137, die', 'kill signal=15, exec_die exitCode=137, unpause, die'],
    ['kill signal=15, unpause, exec_die exitCode=137, die', 'exec_die exitCode=137, kill signal=15, unpause, die'],
    [
      'kill signal=15, kill signal=9, exec_die exitCode=137, die',
      'kill signal=15, exec_die exitCode=137, kill signal=9, die',
    ],
    ['die exitCode=0, stop, destroy', 'die exitCode=0, destroy, stop'],
    ['die exitCode=143, exec_die exitCode=127, stop', 'die exitCode=143, stop, exec_die exitCode=127'],
    ['start, restart, die exitCode=0', 'start, die exitCode=0, restart'],
    ['die exitCode=137, exec_die exitCode=127', 'exec_die exitCode=137, die exitCode=137'],
    [
      'die exitCode=137, exec_die exitCode=127, exec_die exitCode=127',
      'exec_die exitCode=137, die exitCode=137, exec_die exitCode=127',
    ],
    [
      'die exitCode=137, exec_die exitCode=127, exec_die exitCode=127, stop',
      'exec_die exitCode=137, exec_die exitCode=137, die exitCode=137, stop',
    ],
  ])('%s: %s', (expected, told) => {
    expect(may(expected, expected)).toBe(true);
    expect(may(expected, told)).toBe(true);
  });

  test('the mount points of one container in any order', () => {
    const [a, b] = ['volume mount destination=/a', 'volume mount destination=/b'];
    expect(mayBeTold([a, b, 'volume unmount'], [b, a, 'volume unmount'], same)).toBe(true);
    expect(mayBeTold([a, 'volume unmount', b], [b, 'volume unmount', a], same)).toBe(false);
    expect(mayBeTold([a, b, 'volume unmount'], [a, 'volume unmount', b], same)).toBe(false);
  });
});

test.each([
  ['kill signal=15, die exitCode=7', 'die exitCode=7, kill signal=15'],
  ['exec_die exitCode=137, die exitCode=7', 'die exitCode=7, exec_die exitCode=137'],
  ['kill signal=15, exec_die exitCode=137, die', 'exec_die exitCode=137, die, kill signal=15'],
  ['exec_die exitCode=0, kill signal=15', 'kill signal=15, exec_die exitCode=0'],
  ['die exitCode=137, exec_die exitCode=137', 'exec_die exitCode=137, die exitCode=137'],
  ['exec_die exitCode=127, die exitCode=137', 'exec_die exitCode=137, die exitCode=137'],
  ['die exitCode=137, exec_die exitCode=127', 'die exitCode=137, exec_die exitCode=137'],
  ['die exitCode=143, exec_die exitCode=127', 'exec_die exitCode=137, die exitCode=143'],
  ['die exitCode=137, exec_die exitCode=127', 'exec_die exitCode=127, die exitCode=137'],
  ['kill signal=15, kill signal=9, exec_die exitCode=137', 'exec_die exitCode=137, kill signal=15, kill signal=9'],
  ['kill signal=15, kill signal=9', 'kill signal=9, kill signal=15'],
  [
    'exec_create: true, exec_start: true, exec_die exitCode=0',
    'exec_create: true, exec_die exitCode=0, exec_start: true',
  ],
  ['die exitCode=0, stop', 'stop, die exitCode=0'],
  ['die exitCode=0, destroy', 'destroy, die exitCode=0'],
  ['start, die exitCode=0', 'die exitCode=0, start'],
  ['stop, start, restart', 'stop, restart, start'],
  ['kill signal=15, exec_die exitCode=137', 'exec_die exitCode=1, kill signal=15'],
  ['kill signal=15, exec_die exitCode=137', 'exec_die exitCode=137'],
  ['kill signal=15, exec_die exitCode=137', 'exec_die exitCode=137, exec_die exitCode=137'],
])('an order that its code excludes: %s is not %s', (expected, told) => {
  expect(may(expected, told)).toBe(false);
});

test('what is told in such an order is no difference; what is not is told line by line', () => {
  const seen = (text: string) => ({
    answer: { kind: 'done' } as const,
    seen: { ...nothingSeen, events: { c: lines(text) } },
  });
  const found = (expected: string, told: string) => differences(new Bijection(), seen(expected), seen(told), []);
  expect(found('kill signal=15, exec_die exitCode=137', 'exec_die exitCode=137, kill signal=15')).toEqual([]);
  expect(found('kill signal=15, die exitCode=7', 'die exitCode=7, kill signal=15').map(({ at }) => at)).toEqual([
    'c[0]',
    'c[1]',
  ]);
});
