import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { humanDuration, humanSize } from '../../src/docker/format/human.ts';
import { alignColumns } from '../../src/docker/format/table.ts';

describe('tables have the widths of the real client', () => {
  const session = readFileSync(new URL('data/session.txt', import.meta.url), 'utf8');
  const tables = session
    .split(/^\$ /m)
    .map((block) => block.split('\n').filter((line) => line.startsWith('1| ')))
    .map((lines) => lines.map((line) => line.slice(3)))
    .filter(([head = '']) => /^[A-Z][A-Z ]+ {3}/.test(head) && !head.startsWith('PID'));

  test('there are recorded ones', () => expect(tables.length).toBeGreaterThan(8));

  test.each(tables.map((lines) => [lines[0] ?? '', lines] as const))('%s', (head, lines) => {
    const starts = [...head.matchAll(/(?<=^| {3})\S/g)].map(({ index }) => index);
    const cells = lines.map((line) =>
      starts.map((from, at) =>
        [...line]
          .slice(from, starts[at + 1])
          .join('')
          .trimEnd(),
      ),
    );
    expect(
      alignColumns(cells.map((row) => row.join('\t')).join('\n'))
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual(lines.map((line) => line.trimEnd()));
  });
});

const second = 1000;
const hour = 3600 * second;

describe('lengths of time are rounded as Docker rounds them', () => {
  test.each([
    [0, 'Less than a second'],
    [1.9 * second, '1 second'],
    [59.9 * second, '59 seconds'],
    [60 * second, 'About a minute'],
    [150 * second, '2 minutes'],
    [3599 * second, '59 minutes'],
    [hour, 'About an hour'],
    [1.6 * hour, '2 hours'],
    [47 * hour, '47 hours'],
    [48 * hour, '2 days'],
    [14 * 24 * hour, '2 weeks'],
    [60 * 24 * hour, '2 months'],
    [800 * 24 * hour, '2 years'],
  ])('%d ms: %s', (millis, text) => expect(humanDuration(millis)).toBe(text));
});

describe('sizes have three or four digits', () => {
  test.each([
    [0, 3, '0B'],
    [999, 3, '999B'],
    [1985557, 3, '1.99MB'],
    [1985557, 4, '1.986MB'],
    [236_000_000, 3, '236MB'],
    [999_600, 3, '1e+03kB'],
    [1_000_000, 4, '1MB'],
  ])('%d in %d: %s', (bytes, digits, text) => expect(humanSize(bytes, digits)).toBe(text));
});
