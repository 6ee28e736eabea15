import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { streamOf } from '../src/core/event.ts';
import { beforeFirst, sealed } from '../src/shell/log/chain.ts';
import { type Entry, lineText } from '../src/shell/log/record.ts';
import { writeStore } from '../src/shell/stores/open-store.ts';
import { appendSql, columnsOf } from '../src/shell/stores/postgres-store.ts';
import type { NewRecord } from '../src/shell/stores/store.ts';
import { historyOf } from './log-history.ts';
import { count, type Row } from './measure.ts';

/** Commands of running containers, numbered as the beginning of a log. */
const commandsOf = (): readonly (readonly Entry[])[] => {
  let seq = 0;
  return historyOf(100, 6_000)
    .slice(100)
    .map((entries) => entries.map((entry) => ({ ...entry, seq: ++seq })));
};

const recordsOf = (commands: readonly (readonly Entry[])[]): readonly (readonly NewRecord[])[] => {
  let hash = beforeFirst;
  return commands.map((entries) =>
    entries.map((entry, at) => {
      const line = sealed(lineText(entry, entries.length - 1 - at), hash);
      hash = line.hash;
      return { seq: entry.seq, stream: streamOf(entry.event), text: line.text };
    }),
  );
};

type Rate = { readonly commits: number; readonly events: number; readonly conflicts: number };

const secondsLong = 4;

/**
 * Writers with a connection each append for some seconds, one commit after the other, with the statement that the store
 * uses; a commit is answered when the server has it on its disk. `logOf` says who writes to which log.
 */
const rateOf = async (
  url: string,
  writers: number,
  commands: readonly (readonly NewRecord[])[],
  logOf: (writer: number) => string,
): Promise<Rate> => {
  let [commits, events, conflicts] = [0, 0, 0];
  const clients = await Promise.all(
    Array.from({ length: writers }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  const logs = [...new Set(clients.map((_, writer) => logOf(writer)))];
  for (const log of logs)
    await clients[0]?.query('INSERT INTO plimsoll_logs VALUES ($1, 0) ON CONFLICT DO NOTHING', [log]);
  const end = performance.now() + secondsLong * 1000;
  const write = async (client: pg.Client, log: string): Promise<void> => {
    let [at, head] = [0, 0];
    while (performance.now() < end) {
      const records = commands[at];
      const last = records?.at(-1);
      if (!records || !last) return;
      const { rowCount } = await client.query(appendSql, [log, head, last.seq, ...columnsOf(records)]);
      if ((rowCount ?? 0) > 0) {
        commits += 1;
        events += records.length;
      } else conflicts += 1;
      // Behind a conflict stands the other's command, which is the same one here.
      head = last.seq;
      at += 1;
    }
  };
  const begin = performance.now();
  await Promise.all(clients.map((client, writer) => write(client, logOf(writer))));
  const took = (performance.now() - begin) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return { commits: commits / took, events: events / took, conflicts: conflicts / took };
};

const rowOf = (what: string, { commits, events, conflicts }: Rate): Row => ({
  what,
  measured: `${count(commits)} commits/s, ${count(events)} events/s${conflicts > 0 ? `, ${count(conflicts)} conflicts/s` : ''}`,
  goal: '',
  met: undefined,
});

/** Many hosts on one PostgreSQL, client and server on this machine. */
export const hostRows = async (): Promise<readonly Row[]> => {
  const directory = mkdtempSync(join(tmpdir(), 'pl-pg-'));
  const { status, stdout, stderr } = spawnSync('scripts/postgres', ['start', directory], { encoding: 'utf8' });
  try {
    if (status !== 0)
      return [{ what: 'many hosts in PostgreSQL', measured: `left out: ${stderr.trim()}`, goal: '', met: undefined }];
    const url = stdout.trim();
    writeStore(`${url}&log=tables`).close();
    const commands = recordsOf(commandsOf());
    const rows: Row[] = [];
    for (const writers of [1, 8, 32, 90])
      rows.push(
        rowOf(
          `${writers} hosts, each its log, each commit durable`,
          await rateOf(url, writers, commands, (writer) => `host-${writers}-${writer}`),
        ),
      );
    rows.push(rowOf('8 writers on one log', await rateOf(url, 8, commands, () => 'shared')));
    return rows;
  } finally {
    spawnSync('scripts/postgres', ['stop', directory]);
    rmSync(directory, { recursive: true, force: true });
  }
};
