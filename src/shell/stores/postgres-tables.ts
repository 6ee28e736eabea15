import type { PostgresConnection } from './postgres-connection.ts';

/** Tables are split by log, which is by host: PostgreSQL finds a log's partition by its name. */
const partitions = 16;

const statements: readonly string[] = [
  // Two that come first at the same time would both make the tables.
  "SELECT pg_advisory_xact_lock(hashtext('plimsoll tables'))",
  'CREATE TABLE IF NOT EXISTS plimsoll_logs (log text COLLATE "C" PRIMARY KEY, head bigint NOT NULL)',
  `CREATE TABLE IF NOT EXISTS plimsoll_events (
     log text COLLATE "C" NOT NULL, seq bigint NOT NULL, stream text COLLATE "C" NOT NULL, line text NOT NULL,
     PRIMARY KEY (log, seq)) PARTITION BY HASH (log)`,
  ...Array.from(
    { length: partitions },
    (_, at) =>
      `CREATE TABLE IF NOT EXISTS plimsoll_events_${at} PARTITION OF plimsoll_events
         FOR VALUES WITH (MODULUS ${partitions}, REMAINDER ${at})`,
  ),
  'CREATE INDEX IF NOT EXISTS plimsoll_events_by_stream ON plimsoll_events (log, stream, seq)',
  'CREATE TABLE IF NOT EXISTS plimsoll_blobs (digest text COLLATE "C" PRIMARY KEY, bytes bytea NOT NULL, slices text)',
];

export const tablesAreThere = (connection: PostgresConnection): boolean =>
  connection.run({ sql: "SELECT to_regclass('plimsoll_blobs') IS NOT NULL" })[0]?.[0] === true;

export const makeTables = (connection: PostgresConnection): void => {
  if (!tablesAreThere(connection)) connection.runAll(statements.map((sql) => ({ sql })));
};
