import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { startPostgres } from './postgres.ts';

/** A kind of store, and a way to name a new log in one. */
export type Kind = { readonly kind: string; readonly fresh: () => string; readonly isShared: boolean };

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-stores-'));
const postgres = startPostgres();
afterAll(() => {
  postgres.stop();
  rmSync(directory, { recursive: true, force: true });
});
process.env.XDG_CACHE_HOME = join(directory, 'cache');

let made = 0;
const path = (): string => join(directory, `log${++made}`);

/** Every store that this machine can run; what is left out is printed with its reason. */
export const kinds: readonly Kind[] = [
  { kind: 'file', fresh: () => `${path()}.jsonl`, isShared: false },
  { kind: 'sqlite', fresh: () => `sqlite:${path()}.db`, isShared: true },
  ...('url' in postgres
    ? [{ kind: 'postgres', fresh: () => `${postgres.url}&log=log${process.pid}-${++made}`, isShared: true }]
    : []),
];
