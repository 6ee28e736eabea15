import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dockerConsole } from './console.ts';

type Row = {
  readonly flags: string;
  readonly script: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
};

/** What `docker run FLAGS busybox sh -c SCRIPT` printed where files can not be made, moved or removed: Docker Engine 20.10.24. */
const rows = JSON.parse(readFileSync(new URL('data/refused-files.json', import.meta.url), 'utf8')) as readonly Row[];

/** A directory's names come in no order that one could tell. */
const inAnyOrder = (text: string): readonly string[] => text.split('\n').sort();

test.each(rows.map((row) => [`${row.flags} ${row.script}`, row] as const))('%s', async (_, row) => {
  const { run } = dockerConsole();
  await run('docker pull -q busybox');
  const { out, err, code } = await run(
    `docker run --rm ${row.flags} busybox sh -c '${row.script.replaceAll("'", "'\\''")}'`,
  );
  expect({ out, err: inAnyOrder(err), code }).toEqual({
    out: row.stdout,
    err: inAnyOrder(row.stderr),
    code: row.code,
  });
});
