import { BadInput, NotHere } from '../bad-input.ts';
import { follow } from './follow.ts';
import { type Page, recordsOf } from './page.ts';
import { inPages } from './pages.ts';
import { PostgresConnection, PostgresError, type Row, shown } from './postgres-connection.ts';
import { makeTables, tablesAreThere } from './postgres-tables.ts';
import { Conflict, type LogRecord, type LogStore, type NewRecord, type Range, type Sync } from './store.ts';

/** `postgres://…?log=NAME`: the server, and which of its logs. */
export const logInUrl = (url: string): { readonly server: string; readonly log: string } => {
  const [address = '', query = ''] = url.split('?', 2);
  const settings = query.split('&').filter((setting) => setting !== '');
  const log = settings.find((setting) => setting.startsWith('log='))?.slice('log='.length);
  const others = settings.filter((setting) => !setting.startsWith('log='));
  return {
    server: others.length > 0 ? `${address}?${others.join('&')}` : address,
    log: log === undefined || log === '' ? 'main' : decodeURIComponent(log),
  };
};

/**
 * One statement, so one transaction and one round trip. The row of the log is locked by its update, so commits of a log
 * come one after the other, in the order of their numbers: no reader ever sees a gap that is filled later.
 */
export const appendSql = `
  WITH moved AS (UPDATE plimsoll_logs SET head = $3 WHERE log = $1 AND head = $2 RETURNING log)
  INSERT INTO plimsoll_events (log, seq, stream, line)
  SELECT moved.log, added.seq, added.stream, added.line
  FROM moved, unnest($4::bigint[], $5::text[], $6::text[]) AS added (seq, stream, line)
  RETURNING 1`;
const pageSql = 'SELECT seq, line FROM plimsoll_events WHERE log = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4';
const streamSql =
  'SELECT seq, line FROM plimsoll_events WHERE log = $1 AND stream = $5 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4';
const lastSql = 'SELECT seq, line FROM plimsoll_events WHERE log = $1 ORDER BY seq DESC LIMIT 1';
const headSql = 'SELECT head FROM plimsoll_logs WHERE log = $1';

/** A log among many in PostgreSQL. Any number of writers on any number of machines; of two that expect the same end, one wins. */
export const postgresStore = (url: string, mode: 'read' | 'write', sync: Sync = 'command'): LogStore => {
  const { server, log } = logInUrl(url);
  const name = shown(url);
  const connection = attempt(name, () => new PostgresConnection(server));
  const run = (sql: string, ...values: readonly unknown[]): readonly Row[] =>
    attempt(name, () => connection.run({ sql, values }));
  try {
    attempt(name, () => prepare(connection, log, mode, sync));
  } catch (error) {
    connection.close();
    throw error;
  }
  const head = (): number => Number(run(headSql, log)[0]?.[0] ?? 0);
  const fetch = (sql: string, range: Range | undefined, ...more: readonly unknown[]): Iterable<Page> =>
    inPages((after, to, rows) => run(sql, log, after, to, rows, ...more).map(recordOf), range);
  const read = (range?: Range): Iterable<LogRecord> => recordsOf(fetch(pageSql, range));
  return {
    name,
    last: () => run(lastSql, log).map(recordOf)[0],
    append: (expected, records) => {
      const last = records.at(-1);
      if (!last) return;
      const added = run(appendSql, log, expected, last.seq, ...columnsOf(records));
      if (added.length === 0) throw new Conflict(name, expected, head());
    },
    read,
    subscribe: (after, signal) => follow(read, after, signal),
    pages: (range) => fetch(pageSql, range),
    readStream: (stream, range) => recordsOf(fetch(streamSql, range, stream)),
    flush: () => {},
    close: () => connection.close(),
  };
};

/** The values of the statement behind its first three: log, expected record, last record. */
export const columnsOf = (records: readonly NewRecord[]): readonly unknown[] => [
  records.map(({ seq }) => seq),
  records.map(({ stream }) => stream),
  records.map(({ text }) => text),
];

const recordOf = ([seq, text]: Row): LogRecord => ({ seq: Number(seq), text: String(text) });

const prepare = (connection: PostgresConnection, log: string, mode: 'read' | 'write', sync: Sync): void => {
  if (mode === 'read') {
    if (!tablesAreThere(connection) || connection.run({ sql: headSql, values: [log] }).length === 0)
      throw new BadInput(`there is no log ${JSON.stringify(log)}`);
    return;
  }
  makeTables(connection);
  connection.run({ sql: 'INSERT INTO plimsoll_logs VALUES ($1, 0) ON CONFLICT DO NOTHING', values: [log] });
  if (sync === 'batch') connection.run({ sql: 'SET synchronous_commit = off' });
};

/** What the server refuses is bad input; a server that is not there is something that this machine lacks. */
export const attempt = <T>(name: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    if (error instanceof Conflict) throw error;
    if (error instanceof PostgresError)
      throw /^(ECONN|ENOENT|ENOTFOUND|ETIMEDOUT|EHOST|57P)/.test(error.code) || error.code === ''
        ? new NotHere(`${name}: ${error.message}`)
        : new BadInput(`${name}: ${error.message}`);
    if (error instanceof BadInput)
      throw new BadInput(error.message.startsWith(name) ? error.message : `${name}: ${error.message}`);
    throw error;
  }
};
