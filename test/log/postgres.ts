import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Postgres =
  | { readonly url: string; readonly stop: () => void }
  | { readonly missing: string; readonly stop: () => void };

const script = 'scripts/postgres';

/** The server that PLIMSOLL_POSTGRES names, or a private one. PLIMSOLL_POSTGRES_REQUIRED makes its absence an error. */
export const startPostgres = (): Postgres => {
  const given = process.env.PLIMSOLL_POSTGRES;
  if (given) return { url: given, stop: () => {} };
  const dir = mkdtempSync(join(tmpdir(), 'pl-pg-'));
  const { status, stdout, stderr } = spawnSync(script, ['start', dir], { encoding: 'utf8', timeout: 60_000 });
  const stop = (): void => {
    spawnSync(script, ['stop', dir], { timeout: 30_000 });
    rmSync(dir, { recursive: true, force: true });
  };
  if (status === 0) return { url: stdout.trim(), stop };
  stop();
  const missing = stderr.trim() || `${script} ended with ${status}`;
  if (process.env.PLIMSOLL_POSTGRES_REQUIRED) throw new Error(missing);
  console.warn(`PostgreSQL is left out: ${missing}`);
  return { missing, stop };
};
