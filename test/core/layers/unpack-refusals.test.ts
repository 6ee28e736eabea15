import { expect, test } from 'vitest';
import { instant } from '../../../src/core/kernel/instant.ts';
import type { TarHeader } from '../../../src/core/layers/tar-header.ts';
import { duplicatePaths, unpack } from '../../../src/core/layers/unpack.ts';

const header = (name: string, type: TarHeader['type'], linkname = ''): { readonly header: TarHeader } => ({
  header: {
    ...{ name, type, linkname, mode: 0o644, uid: 0, gid: 0, size: 0, mtime: instant(0) },
    ...{ uname: '', gname: '', devmajor: 0, devminor: 0 },
  },
});

// Both found by random layer tars on a real engine: seed 31 of test/engine/layers-load.engine.ts.

test('a path that comes twice ends the layer, but the times of its directories are still set', () => {
  expect(unpack([header('a', '5'), header('a', '2', 'a'), header('h', '1', 'none')])).toBe(
    'chtimes /a: too many levels of symbolic links',
  );
  expect(unpack([header('a', '5'), header('b', '5'), header('a', '2', 'b'), header('h', '1', 'none')])).toBe(
    duplicatePaths,
  );
});

test('a hard link to a directory trips over its own place first', () => {
  const tar = [header('c/a', '2', 'x'), header('a', '6')];
  expect(unpack([...tar, header('a/c', '1', 'c')])).toBe('link /c /a/c: not a directory');
  expect(unpack([...tar, header('b', '1', 'c')])).toBe('link /c /b: operation not permitted');
});

test('a directory that is made on the way has the set-gid bit of the one above it', () => {
  const setGid = header('c', '5');
  const unpacked = unpack([{ header: { ...setGid.header, mode: 0o2775, gid: 7 } }, header('c/b/a', '6')]);
  const entries = typeof unpacked === 'string' ? [] : unpacked.entries;
  const made = entries.find(({ path }) => path === 'c/b')?.node;
  expect([made?.mode, made?.gid]).toEqual([0o2755, 0]);
});
