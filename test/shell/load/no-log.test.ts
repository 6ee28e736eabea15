import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { runLoad } from '../../../src/shell/load/run-load.ts';
import { Session } from '../../../src/shell/session.ts';
import { scratch } from '../scratch.ts';

test.each(['nowhere', 'empty', 'broken.tar'])('what can not be loaded (%s) begins no log', async (name) => {
  const log = scratch();
  const directory = dirname(log);
  mkdirSync(join(directory, 'empty'));
  writeFileSync(join(directory, 'broken.tar'), 'no archive');
  await expect(runLoad(join(directory, name), log)).rejects.toThrow(name);
  expect(existsSync(log)).toBe(false);
  expect(existsSync(`${log}.blobs`)).toBe(false);
});

test('a log that was there stays as it was', async () => {
  const log = scratch();
  new Session({ log, seed: 'kept' }).close();
  await expect(runLoad(join(dirname(log), 'nowhere'), log)).rejects.toThrow('no such file');
  expect(existsSync(log)).toBe(true);
});
