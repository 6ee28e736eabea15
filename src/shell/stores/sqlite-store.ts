import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type Database from 'libsql';
import { BadInput, NotHere } from '../bad-input.ts';
import { reasonOf } from '../log/lines.ts';
import { follow } from './follow.ts';
import { type Page, recordsOf } from './page.ts';
import { inPages } from './pages.ts';
import { Conflict, type LogRecord, type LogStore, type NewRecord, type Range, type Sync } from './store.ts';

/** The lines of a log in one table, indexed by stream. `PRAGMA user_version` counts changes of this. */
const schema = `
  CREATE TABLE events (seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, line TEXT NOT NULL);
  CREATE INDEX events_by_stream ON events (stream, seq);
  PRAGMA user_version = 1;
`;

const busyMillis = 10_000;

/** A log in an SQLite file. Writers of several processes take turns; of two that expect the same end, one wins. */
export const sqliteStore = (path: string, mode: 'read' | 'write', sync: Sync = 'command'): LogStore => {
  const name = `sqlite:${path}`;
  if (mode === 'read' && !existsSync(path)) throw new BadInput(`${name}: no such file`);
  const db = attempt(name, () => open(path, sync));
  return attempt(name, () => storeOver(db, name, mode));
};

const storeOver = (db: Database.Database, name: string, mode: 'read' | 'write'): LogStore => {
  const lastOne = db.prepare('SELECT seq, line AS text FROM events ORDER BY seq DESC LIMIT 1');
  const end = db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM events');
  const insert = db.prepare('INSERT INTO events (seq, stream, line) VALUES (?, ?, ?)');
  const page = db.prepare('SELECT seq, line AS text FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?');
  const streamPage = db.prepare(
    'SELECT seq, line AS text FROM events WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?',
  );
  const append = (expected: number, records: readonly NewRecord[]): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      const { seq: found } = end.get() as { readonly seq: number };
      if (found !== expected) throw new Conflict(name, expected, found);
      for (const { seq, stream, text } of records) insert.run(seq, stream, text);
      db.exec('COMMIT');
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  const pages = (range?: Range): Iterable<Page> =>
    inPages((after, to, rows) => attempt(name, () => page.all(after, to, rows) as LogRecord[]), range);
  const read = (range?: Range): Iterable<LogRecord> => recordsOf(pages(range));
  return {
    name,
    last: () => attempt(name, () => (lastOne.all() as LogRecord[])[0]),
    append: (expected, records) => {
      if (records.length > 0) attempt(name, () => append(expected, records));
    },
    read,
    pages,
    subscribe: (after, signal) => follow(read, after, signal),
    readStream: (stream, range) =>
      recordsOf(
        inPages(
          (after, to, rows) => attempt(name, () => streamPage.all(stream, after, to, rows) as LogRecord[]),
          range,
        ),
      ),
    flush: () => {},
    close: () => {
      if (mode === 'write') intoOneFile(db);
      db.close();
    },
  };
};

/**
 * So that the file alone is the whole log. A reader that is just there may prevent it, or a full disk: then the events stay
 * in the file beside it, and SQLite does it later.
 */
const intoOneFile = (db: Database.Database): void => {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Nothing is lost.
  }
};

const open = (path: string, sync: Sync): Database.Database => {
  if (!existsSync(dirname(path))) throw new BadInput('no such directory');
  const db = new (driver())(path, { timeout: busyMillis });
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${sync === 'command' ? 'FULL' : 'NORMAL'}`);
  prepareTables(db);
  return db;
};

const prepareTables = (db: Database.Database): void => {
  if (versionOf(db) === 1) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(db);
    if (version > 1) throw new BadInput(`its tables have version ${version}, which is newer than this Plimsoll`);
    if (version === 0) db.exec(schema);
    db.exec('COMMIT');
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

const versionOf = (db: Database.Database): number =>
  (db.prepare('PRAGMA user_version').get() as { readonly user_version: number }).user_version;

/** Loaded when a log in SQLite is named, and only then: it is a native library. */
const driver = (): typeof Database => {
  try {
    return createRequire(import.meta.url)('libsql') as typeof Database;
  } catch {
    throw new NotHere('SQLite: the package libsql is not installed for this platform');
  }
};

const attempt = <T>(name: string, action: () => T): T => {
  try {
    return action();
  } catch (error) {
    if (error instanceof Conflict || error instanceof NotHere) throw error;
    throw new BadInput(`${name}: ${reasonOf(error)}`);
  }
};
