import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/kernel/brand.ts';
import { timestampOf } from '../../src/core/kernel/timestamp.ts';
import { runScript } from '../../src/shell/run/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));

const played = async (...lines: readonly string[]): Promise<string> => {
  const script = join(directory, 'script');
  writeFileSync(script, lines.join('\n'));
  let out = '';
  const told = (text: string | Uint8Array): void => {
    out += text;
  };
  const code = await runScript({ script, seed: '1', out: told, err: told });
  return `${out.replace(/[0-9a-f]{64}/g, 'ID')}(exit ${code})\n`;
};

const containers = [
  'X=$(docker pull -q busybox)',
  ...[
    ['ca', '-l k=1'],
    ['cb', '-l k=2'],
    ['cc', '-l j=1'],
    ['cd', ''],
  ].map(([name, label]) => `X=$(docker create --name ${name} ${label} busybox true)`),
];
const left = "docker ps -a --format '{{.Names}}'";

/** Expected as Docker Engine 20.10.24 answered (docs/facts.md). */
describe('docker container prune', () => {
  test.each([
    ['label=k=1', 'Deleted Containers:\nID\n\nTotal reclaimed space: 0B\ncd\ncc\ncb\n'],
    ['label=k', 'Deleted Containers:\nID\nID\n\nTotal reclaimed space: 0B\ncd\ncc\n'],
    ['label!=k', 'Deleted Containers:\nID\nID\n\nTotal reclaimed space: 0B\ncb\nca\n'],
    ['until=1h', 'Total reclaimed space: 0B\ncd\ncc\ncb\nca\n'],
    ['until=0s', 'Deleted Containers:\nID\nID\nID\nID\n\nTotal reclaimed space: 0B\n'],
    ['until=2100-01-01', 'Deleted Containers:\nID\nID\nID\nID\n\nTotal reclaimed space: 0B\n'],
  ])('--filter %s', async (filter, expected) => {
    expect(await played(...containers, 'sleep 2', `docker container prune -f --filter ${filter}`, left)).toBe(
      `${expected}(exit 0)\n`,
    );
  });

  test('all labels must be there; only what has all the unwanted ones is spared', async () => {
    expect(await played(...containers, 'docker container prune -f --filter label=k --filter label=j')).toBe(
      'Total reclaimed space: 0B\n(exit 0)\n',
    );
    expect(await played(...containers, 'docker container prune -f --filter label!=k --filter label!=j', left)).toBe(
      'Deleted Containers:\nID\nID\nID\nID\n\nTotal reclaimed space: 0B\n(exit 0)\n',
    );
  });

  test.each([
    ['--filter bogus=1', "Error response from daemon: Invalid filter 'bogus'\n(exit 1)\n"],
    ['--filter dangling=true', "Error response from daemon: Invalid filter 'dangling'\n(exit 1)\n"],
    [
      '--filter until=yesterday',
      'Error response from daemon: failed to parse value as time or duration: "yesterday"\n(exit 1)\n',
    ],
    [
      '--filter until=1h --filter until=2h',
      'Error response from daemon: more than one until filter specified\n(exit 1)\n',
    ],
    [
      '--filter bogus',
      'invalid argument "bogus" for "--filter" flag: bad format of filter (expected name=value)\n' +
        "See 'docker container prune --help'.\n(exit 125)\n",
    ],
  ])('%s', async (flags, expected) => {
    expect(await played(`docker container prune -f ${flags}`)).toBe(expected);
  });
});

describe('docker volume prune', () => {
  const volumes = [
    'docker volume create v1',
    'docker volume create --label k=1 v2',
    'docker volume create --label k=2 v3',
  ];
  test.each([
    ['label=k=1', 'Deleted Volumes:\nv2\n\nTotal reclaimed space: 0B\n(exit 0)\n'],
    ['label!=k', 'Deleted Volumes:\nv1\n\nTotal reclaimed space: 0B\n(exit 0)\n'],
    ['until=1h', "Error response from daemon: Invalid filter 'until'\n(exit 1)\n"],
  ])('--filter %s', async (filter, expected) => {
    const out = await played(...volumes, `docker volume prune -f --filter ${filter}`);
    expect(out.replace('v1\nv2\nv3\n', '')).toBe(expected);
  });
});

describe('docker image prune', () => {
  const images = [
    'X=$(docker pull -q busybox)',
    'X=$(docker create --name c1 busybox true)',
    "X=$(docker commit -c 'LABEL k=1' c1)",
    "X=$(docker commit -c 'LABEL j=1' c1 named:1)",
  ];
  test.each([
    ['--filter label=k=1', 'Deleted Images:\ndeleted: sha256:ID\n\nTotal reclaimed space: 0B\n'],
    ['--filter until=1h', 'Total reclaimed space: 0B\n'],
    [
      '--filter dangling=false --filter label=j',
      'Deleted Images:\nuntagged: named:1\ndeleted: sha256:ID\n\nTotal reclaimed space: 0B\n',
    ],
    ['--filter dangling=maybe --filter label=x', 'Total reclaimed space: 0B\n'],
  ])('%s', async (flags, expected) => {
    expect(await played(...images, `docker image prune -f ${flags}`)).toBe(`${expected}(exit 0)\n`);
  });
});

describe('docker system prune', () => {
  test('asks with its filters, sorted', async () => {
    expect(await played('docker system prune --volumes -a --filter label=k --filter label!=j')).toBe(
      `WARNING! This will remove:
  - all stopped containers
  - all networks not used by at least one container
  - all volumes not used by at least one container
  - all images without at least one container associated to them
  - all build cache

  Items to be pruned will be filtered with:
  - label!=j
  - label=k

Are you sure you want to continue? [y/N] (exit 0)
`,
    );
  });

  test('knows no until together with volumes', async () => {
    expect(await played('docker system prune -f --volumes --filter until=1h')).toBe(
      'ERROR: The "until" filter is not supported with "--volumes"\n(exit 1)\n',
    );
  });
});

describe('a moment of a filter is read as the engine reads it', () => {
  const now = '2024-01-01T12:00:00.500000000Z' as Instant;
  test.each([
    ['1h30m', '2024-01-01T10:30:00.000000000Z'],
    ['-1h', '2024-01-01T13:00:00.000000000Z'],
    ['1.5h', '2024-01-01T10:30:00.000000000Z'],
    ['0', '1970-01-01T00:00:00.000000000Z'],
    ['5', '1970-01-01T00:00:05.000000000Z'],
    ['1136073600.000000001', '2006-01-01T00:00:00.000000001Z'],
    ['2006-01-02', '2006-01-02T00:00:00.000000000Z'],
    ['2006-01-02Z', '2006-01-02T00:00:00.000000000Z'],
    ['2006-01-02T15', '2006-01-02T15:00:00.000000000Z'],
    ['2006-01-02T15:04', '2006-01-02T15:04:00.000000000Z'],
    ['2006-01-02T15:04:05', '2006-01-02T15:04:05.000000000Z'],
    ['2006-01-02T15:04:05Z', '2006-01-02T15:04:05.000000000Z'],
    ['2006-01-02T15:04:05.123456789+02:00', '2006-01-02T13:04:05.123456789Z'],
    ['1d', 'failed to parse value as time or duration: "1d"'],
    ['15:04', 'failed to parse value as time or duration: "15:04"'],
    ['1136073600.x', 'failed to parse value as time or duration: "1136073600.x"'],
    ['', 'failed to parse value as time or duration: ""'],
    ['2006-01-02+0200', 'parsing time "2006-01-02+0200" as "2006-01-02Z07:00": cannot parse "+0200" as "Z07:00"'],
  ])('%s', (text, expected) => {
    const read = timestampOf(text, now);
    expect(typeof read === 'string' ? read : read.flaw).toBe(expected);
  });
});
