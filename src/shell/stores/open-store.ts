import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readFileStore, writeFileStore } from './file-store.ts';
import { postgresStore } from './postgres-store.ts';
import { sqliteStore } from './sqlite-store.ts';
import type { LogStore, Sync } from './store.ts';

export type StoreOptions = {
  readonly sync?: Sync;
  /** Told what was found and put right, in one line. */
  readonly warn?: (line: string) => void;
};

/** How a log can be named, for help texts. */
export const logNames = 'file.jsonl, sqlite:FILE or postgres://HOST/DATABASE?log=NAME';

type Place =
  | { readonly kind: 'file' | 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: string };

export const placeOf = (log: string): Place => {
  if (/^postgres(ql)?:\/\//.test(log)) return { kind: 'postgres', url: log };
  return log.startsWith('sqlite:') ? { kind: 'sqlite', path: log.slice(7) } : { kind: 'file', path: log };
};

/** A log that is only read; somebody else may write to it. */
export const readStore = (log: string, options: StoreOptions = {}): LogStore => {
  const place = placeOf(log);
  if (place.kind === 'postgres') return postgresStore(place.url, 'read');
  return place.kind === 'sqlite' ? sqliteStore(place.path, 'read') : readFileStore(place.path, options);
};

/** A log to append to, made when it is not there. */
export const writeStore = (log: string, options: StoreOptions = {}): LogStore => {
  const place = placeOf(log);
  if (place.kind === 'postgres') return postgresStore(place.url, 'write', options.sync);
  return place.kind === 'sqlite' ? sqliteStore(place.path, 'write', options.sync) : writeFileStore(place.path, options);
};

/**
 * Where what belongs to a log lies on this machine, snapshots and blobs: beside a file; for a log on a server, in the
 * user's cache.
 */
export const besideLog = (log: string, what: 'snapshots' | 'blobs'): string => {
  const place = placeOf(log);
  if (place.kind !== 'postgres') return `${place.path}.${what}`;
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  // All logs of a server share its blobs.
  const of = what === 'blobs' ? place.url.replace(/[?&]log=[^&]*/, '') : place.url;
  return join(cache, 'plimsoll', createHash('sha256').update(of).digest('hex').slice(0, 32), what);
};

/** Warnings go where errors go, and do not stop anything. */
export const warnOnTerminal = (line: string): void => void process.stderr.write(`plimsoll: warning: ${line}\n`);
