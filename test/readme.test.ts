import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { expect, test } from 'vitest';
import { runCli } from '../src/shell/cli/program.ts';

const readme = readFileSync('README.md', 'utf8');
const tour = /```console\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';

/** `$ command` lines with the answers that README shows under them. */
const exchanges = tour
  .split(/^\$ /m)
  .slice(1)
  .map((text) => {
    const [command = '', ...answer] = text.trimEnd().split('\n');
    return { command, answer: answer.map((line) => line.trimEnd()).join('\n') };
  });

test("README's tour prints what README shows", async () => {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  try {
    expect(exchanges.length).toBeGreaterThan(4);
    for (const { command, answer } of exchanges) {
      if (command.startsWith('cat ')) {
        expect(readFileSync(command.slice(4), 'utf8').trimEnd()).toBe(answer);
        continue;
      }
      const args = command.replace('npx plimsoll ', '').replaceAll('/tmp/', `${directory}/`).split(' ');
      expect(await printed(args), command).toBe(answer);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

const printed = async (args: readonly string[]): Promise<string> => {
  let out = '';
  const code = await runCli(args, {
    out: (text: string | Uint8Array) => {
      out += text;
    },
    err: () => {},
    isTerminal: false,
    colours: pc.createColors(false),
  });
  expect(code).toBe(0);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};
