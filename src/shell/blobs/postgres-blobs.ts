import { readFileSync } from 'node:fs';
import type { Digest } from '../../core/kernel/brand.ts';
import { hexOf } from '../../core/kernel/digest.ts';
import type { Slice } from '../../core/layers/layer-of-tar.ts';
import { PostgresConnection, type Row, type Statement, shown } from '../stores/postgres-connection.ts';
import { attempt, logInUrl } from '../stores/postgres-store.ts';
import { makeTables } from '../stores/postgres-tables.ts';
import { DiskBlobs } from './disk-blobs.ts';
import { slicesOf, slicesText } from './slices.ts';

/**
 * Contents in PostgreSQL, shared by all logs there, behind a directory of this machine: what is asked for is fetched
 * once. A file of a layer lies in the layer's tar, so where it lies is kept in the server, too.
 */
export class PostgresBlobs extends DiskBlobs {
  private readonly name: string;
  private readonly connection: PostgresConnection;

  constructor(url: string, cache: string) {
    super(cache);
    this.name = shown(url);
    this.connection = attempt(this.name, () => {
      const connection = new PostgresConnection(logInUrl(url).server);
      makeTables(connection);
      return connection;
    });
  }

  private run(statement: Statement): readonly Row[] {
    return attempt(this.name, () => this.connection.run(statement));
  }

  override adopt(path: string, digest: Digest, slices: readonly Slice[]): void {
    super.adopt(path, digest, slices);
    this.run({
      sql: 'INSERT INTO plimsoll_blobs VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      values: [digest, readFileSync(this.path(digest)), slices.length > 0 ? slicesText(slices) : null],
    });
  }

  protected override find(digest: Digest): Uint8Array | undefined {
    return super.find(digest) ?? (this.fetch(digest) ? super.find(digest) : undefined);
  }

  /** Brings the blob itself, or the layer that it lies in, to this machine. */
  private fetch(digest: Digest): boolean {
    const [row] = this.run({
      sql: 'SELECT digest, bytes, slices FROM plimsoll_blobs WHERE digest = $1 OR position($2 in slices) > 0 LIMIT 1',
      values: [digest, hexOf(digest)],
    });
    if (!row) return false;
    const [found, bytes, slices] = row as readonly [Digest, Uint8Array, string | null];
    const spool = this.spool();
    spool.write(bytes);
    spool.close();
    super.adopt(spool.path, found, slices === null ? [] : slicesOf(slices, found));
    return true;
  }
}
