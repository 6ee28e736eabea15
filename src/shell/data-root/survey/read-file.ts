import { lstatSync, opendirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A small file of the engine's own: its text, that there is none, or why it can not be read. */
export type Text = { readonly text: string } | { readonly flaw: 'missing' | 'not a file' | 'unreadable' | 'too big' };

const largest = 64 << 20;

/** Never follows a link: what the engine writes is a regular file. */
export const readText = (path: string, limit = largest): Text => {
  const bytes = readBytes(path, limit);
  return 'flaw' in bytes ? bytes : { text: bytes.bytes.toString('utf8') };
};

export const readBytes = (
  path: string,
  limit = largest,
): { readonly bytes: Buffer } | Extract<Text, { flaw: string }> => {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return { flaw: 'missing' };
    if (!stat.isFile()) return { flaw: 'not a file' };
    return stat.size > limit ? { flaw: 'too big' } : { bytes: readFileSync(path) };
  } catch (error) {
    return { flaw: isGone(error) ? 'missing' : 'unreadable' };
  }
};

export const textOf = (it: Text): string | undefined => ('text' in it ? it.text : undefined);

/** JSON that is an object; a text says why it is none. */
export const readJson = (path: string): Readonly<Record<string, unknown>> | string => {
  const read = readText(path);
  if ('flaw' in read) return read.flaw;
  if (read.text.length === 0) return 'empty';
  try {
    const value: unknown = JSON.parse(read.text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : 'not an object';
  } catch {
    return read.text.startsWith('\0') ? 'zeroed' : 'not JSON';
  }
};

/** Names in a directory, one at a time; none when it is not there. */
export function* namesIn(path: string): Generator<string> {
  for (const { name } of entriesIn(path)) yield name;
}

export type DirectoryEntry = { readonly name: string; readonly isDirectory: () => boolean };

export function* entriesIn(path: string): Generator<DirectoryEntry> {
  try {
    const dir = opendirSync(path, { bufferSize: 256 });
    try {
      for (let entry = dir.readSync(); entry; entry = dir.readSync()) yield entry;
    } finally {
      dir.closeSync();
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

export type Kind = 'directory' | 'file' | 'symlink' | 'other' | undefined;

export const kindOf = (...path: readonly string[]): Kind => {
  const stat = lstatSync(join(...path), { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isDirectory()) return 'directory';
  if (stat.isFile()) return 'file';
  return stat.isSymbolicLink() ? 'symlink' : 'other';
};

export const linkTarget = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
};

/** Beside a running engine, things vanish between a look and the next. */
export const isGone = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ESTALE'].includes((error as NodeJS.ErrnoException).code ?? '');
