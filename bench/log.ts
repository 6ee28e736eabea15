import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyLog } from '../src/shell/log/copy-log.ts';
import { readStore, writeStore } from '../src/shell/stores/open-store.ts';
import { appendRows, fsyncRow } from './log-durable.ts';
import { historyOf, writeHistory } from './log-history.ts';
import { peerRows } from './log-peers.ts';
import { fileReplayRows, memoryReplayRow } from './log-replay.ts';
import { count, type Row } from './measure.ts';

const child = fileURLToPath(new URL('log-child.js', import.meta.url));

/** Work in a process of its own; what it prints. */
const apart = <T>(...args: readonly string[]): T => within<T>([], args);

const within = <T>(limits: readonly string[], args: readonly string[]): T => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', ...limits, child, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`log-child ${args.join(' ')}: ${stderr}`);
  return JSON.parse(stdout) as T;
};

const mega = (bytes: number): string => `${count(bytes / 1e6)} MB`;

type Replayed = { readonly seconds: number; readonly peak: number; readonly kept: number; readonly containers: number };

/** A million events with as many containers as a big cluster has, on one host. */
const bigRows = (directory: string): readonly Row[] => {
  const [big, half] = [join(directory, 'big.jsonl'), join(directory, 'half.jsonl')];
  apart('write', big, '100000', '1000000');
  // 7 events make a container: these are two logs of nothing else.
  apart('write', half, '20000', '140000');
  const free = apart<Replayed>('replay', big);
  const { seconds, peak, containers } = within<Replayed>(['--max-old-space-size=1300'], ['replay', big]);
  const some = apart<Replayed>('replay', half);
  rmSync(half);
  rmSync(big);
  return [
    {
      what: `1,000,000 events with ${count(containers)} containers, heap of 1,300 MB`,
      measured: `${mega(peak)}, ${seconds.toFixed(1)} s (no limit: ${mega(free.peak)}, ${free.seconds.toFixed(1)} s)`,
      goal: '1,500 MB',
      met: peak < 1.5e9 && containers === 100_000,
    },
    {
      what: 'memory of a running container, with its two processes',
      measured: `${count(some.kept / some.containers)} bytes`,
      goal: '',
      met: undefined,
    },
  ];
};

type Opened = readonly { readonly seconds: number; readonly busy: number }[];

const openingRow = (kind: string, log: string, events: number): Row => {
  const [first] = apart<Opened>('open', log, 'end');
  const points = Array.from({ length: 25 }, (_, at) => String(1 + ((at * 611_953 + 19_999) % events)));
  const opened = apart<Opened>('open', log, 'end', ...points);
  const [worst, busy] = [Math.max(...opened.map((it) => it.seconds)), Math.max(...opened.map((it) => it.busy))];
  const half = opened.map((it) => it.seconds).sort((a, b) => a - b)[Math.floor(opened.length / 2)] ?? 0;
  return {
    what: `open ${count(events)} events in ${kind} at ${opened.length} points`,
    measured:
      `${worst.toFixed(2)} s at worst (${busy.toFixed(2)} s of processor), ${half.toFixed(2)} s half of them; ` +
      `first ${(first?.seconds ?? 0).toFixed(1)} s`,
    goal: '1 s',
    met: worst < 1,
  };
};

type Store = { readonly kind: string; readonly fresh: () => string };

export const logRows = async (): Promise<readonly Row[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-bench-log-'));
  process.env.XDG_CACHE_HOME = join(directory, 'cache');
  // A directory of its own: the server runs as another user.
  const server = mkdtempSync(join(tmpdir(), 'pl-pg-'));
  const postgres = startPostgres(server);
  let made = 0;
  const path = (): string => join(directory, `log${++made}`);
  const stores: readonly Store[] = [
    { kind: 'file', fresh: () => `${path()}.jsonl` },
    { kind: 'sqlite', fresh: () => `sqlite:${path()}.db` },
    ...(postgres === undefined ? [] : [{ kind: 'postgres', fresh: () => `${postgres}&log=log${++made}` }]),
  ];
  try {
    const commands = historyOf(1_000, 100_000);
    const events = commands.flat().map(({ event }) => event);
    const log = `${path()}.jsonl`;
    const length = writeHistory(log, 1_000, 200_000);
    const rows: Row[] = [
      ...fileReplayRows(log),
      memoryReplayRow(events),
      fsyncRow(() => path(), commands),
      ...stores.flatMap(({ kind, fresh }) => appendRows(kind, fresh, commands)),
      ...(await peerRows(events)),
    ];
    if (length < 200_000) throw new Error(`only ${length} events`);
    return [...rows, ...openingRows(stores), ...bigRows(directory)];
  } finally {
    if (postgres !== undefined) spawnSync('scripts/postgres', ['stop', server]);
    for (const made of [server, directory]) rmSync(made, { recursive: true, force: true });
  }
};

const openingRows = (stores: readonly Store[]): readonly Row[] => {
  const events = 1_000_000;
  const [original, ...others] = stores.map(({ kind, fresh }) => ({ kind, log: fresh() }));
  if (original === undefined) return [];
  const length = apart<{ readonly events: number }>('write', original.log, '1000', String(events)).events;
  const rows = [openingRow(original.kind, original.log, length)];
  for (const { kind, log } of others) {
    const [from, to] = [readStore(original.log), writeStore(log, { sync: 'batch' })];
    copyLog(from, to);
    from.close();
    to.close();
    rows.push(openingRow(kind, log, length));
  }
  return rows;
};

const startPostgres = (directory: string): string | undefined => {
  const { status, stdout, stderr } = spawnSync('scripts/postgres', ['start', directory], { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  console.log(`PostgreSQL is left out: ${stderr.trim()}`);
  return undefined;
};
