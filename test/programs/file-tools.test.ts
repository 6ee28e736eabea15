import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dockerConsole } from './console.ts';

type Row = { readonly command: string; readonly stdout: string; readonly stderr: string; readonly code: number };

/** What the tools of real containers printed: busybox 1.35 and Debian 12, Docker Engine 20.10.24. */
const recorded = JSON.parse(readFileSync(new URL('data/file-tools.json', import.meta.url), 'utf8')) as {
  readonly setup: string;
  readonly busybox: readonly Row[];
  readonly debian: readonly Row[];
};

const quoted = (script: string): string => `'${script.replaceAll("'", "'\\''")}'`;

/** Times, inode and device numbers are each machine's own. */
const common = (text: string): string =>
  text
    .replace(/[A-Z][a-z]{2} [ \d]\d \d\d:\d\d/g, 'TIME')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \+0000/g, 'TIME')
    .replace(/^ Birth: .*$/gm, ' Birth:')
    .replace(/Device: \S+\tInode: \d+ */g, 'Device: Inode: ');

/** Where the interpreter gives 1 for the shell's own errors and knows no difference between two of them. */
const onlyFails: Readonly<Record<string, readonly string[]>> = {
  busybox: ['cd nofile', './nofile'],
  debian: ['cd nofile', './nofile', 'echo x > d', 'cat < nofile'],
};

const tellings: readonly (readonly [flavour: 'busybox' | 'debian', image: string])[] = [
  ['busybox', 'busybox'],
  ['debian', 'debian'],
];

describe.each(tellings)('file tools print what those of %s print', (flavour, image) => {
  const { run } = dockerConsole();
  const ready = (async () => {
    await run(`docker run -d --name web ${image} sleep 100000`);
    await run(`docker exec web sh -c ${quoted(recorded.setup)}`);
  })();
  test.each(recorded[flavour].map((row) => [row.command, row] as const))('%s', async (command, row) => {
    await ready;
    const { out, err, code } = await run(`docker exec -w /tmp web sh -c ${quoted(command)}`);
    if (onlyFails[flavour]?.includes(command)) {
      expect(code).not.toBe(0);
      expect(err).not.toBe('');
      return;
    }
    expect({ out: common(out), err: common(err), code }).toEqual({
      out: common(row.stdout),
      err: common(row.stderr),
      code: row.code,
    });
  });
});
