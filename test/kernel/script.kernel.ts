import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scriptOf } from '../../src/shell/kernel/index.ts';
import { type OverlayCase, parseCase } from '../../src/shell/overlay-cases/index.ts';

const read = (name: string): readonly OverlayCase[] => {
  const bytes = readFileSync(new URL(`../overlay/data/${name}`, import.meta.url));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, at) => parseCase(line, at + 1));
};

const missing = ['python3', 'setpriv', 'setfattr'].filter((it) => spawnSync(it, ['--version']).error !== undefined);
if (missing.length > 0) console.log(`scripts are not run: ${missing.join(', ')} is not here`);

/** What the calls of a pasted script answered: `ok`, or the name of an errno. */
const answers = (script: string): readonly string[] => {
  const said = execFileSync('unshare', ['--mount', 'sh'], { input: script, stdio: ['pipe', 'pipe', 'ignore'] });
  return [...said.toString().matchAll(/^(?:os\.|put\(|fopen\(|rename2\(|sorted\().* -> (.*)$/gm)].map(([, it = '']) =>
    /^E[A-Z0-9]+$/.test(it) ? it : 'ok',
  );
};

const expected = ({ results }: OverlayCase): readonly string[] => results.map(({ errno }) => errno ?? 'ok');

// Python refuses names of four thousand bytes in other words, and this one is a case of such a name.
const isShort = ({ ops }: OverlayCase): boolean => ops.every(({ path, to = '' }) => path.length + to.length < 2000);

test.skipIf(missing.length > 0).each([
  ['found-by-campaign.jsonl', 1],
  ['overlay-cases.jsonl.gz', 61],
])('the script that a difference prints does what the case says: %s', (name, everyOther) => {
  const some = read(name).filter((it, at) => at % everyOther === 0 && isShort(it));
  const told = some.map((it) => ({ id: it.id, answers: answers(scriptOf(it)) }));
  expect(told).toEqual(some.map((it) => ({ id: it.id, answers: expected(it) })));
});
