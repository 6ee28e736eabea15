import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

/** A path in a directory of its own, which goes away with the test file. */
export const scratch = (name = 'log.jsonl'): string => {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  made.push(directory);
  return join(directory, name);
};
