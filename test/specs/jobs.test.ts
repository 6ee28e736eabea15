import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';

const main = 'dist/src/shell/cli/main.js';

/** What `plimsoll spec` says, without how long it took. */
const spec = (...args: readonly string[]): unknown => {
  const text = execFileSync(process.execPath, [main, 'spec', ...args, '--json', '-'], { encoding: 'utf8' });
  return JSON.parse(text, (name, value) => (name === 'milliseconds' ? 0 : value));
};

const isBuilt = existsSync(main);
if (!isBuilt) console.log(`${main} is not there: threads run what is compiled (npm run build)`);

test.runIf(isBuilt)('the suite comes to the same with any number of threads', () => {
  const some = ['--only', 'Log', 'D1', '--seed', '5', '--runs', '24'];
  const one = spec(...some, '--jobs', '1');
  expect(one).toMatchObject({ failed: 0 });
  expect(spec(...some, '--jobs', '3')).toEqual(one);
});

test.runIf(isBuilt)('a broken engine takes as many histories with any number of threads', () => {
  const some = ['--only', 'X2', 'K4', '--runs', '1', '--mutants'];
  expect(spec(...some, '--jobs', '2')).toEqual(spec(...some, '--jobs', '1'));
});
