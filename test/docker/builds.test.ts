import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runScript } from '../../src/shell/run/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));
writeFileSync(join(directory, 'a'), 'a\n');
writeFileSync(join(directory, 'b'), 'b\n');
afterAll(() => rmSync(directory, { recursive: true }));

/** What `docker build` prints of a Dockerfile, its last line, and its exit code. */
const built = async (dockerfile: string, options = '') => {
  writeFileSync(join(directory, 'Dockerfile'), dockerfile);
  const script = join(directory, 'script');
  writeFileSync(script, `docker pull -q busybox\ndocker build ${options} ${directory}`);
  let [out, err] = ['', ''];
  const code = await runScript({
    script,
    seed: '1',
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { out, err, code };
};

/** Measured: docs/facts.md. */
test.each([
  [
    'COPY nope /x',
    'COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist',
  ],
  [
    'COPY a b /f',
    'When using COPY with more than one source file, the destination must be a directory and end with a /',
  ],
  [
    'COPY --chown=nobodyx a /a',
    "unable to convert uid/gid chown string to host mapping: can't find uid for user nobodyx: no such user: nobodyx",
  ],
  [
    'COPY --chown=1:2x a /a',
    "unable to convert uid/gid chown string to host mapping: can't find gid for group 2x: no such group: 2x",
  ],
  ['USER nobodyx\nRUN true', 'unable to find user nobodyx: no matching entries in passwd file'],
])('a build that fails at %j says why in a line behind its steps', async (rest, words) => {
  for (const options of ['', '-q']) {
    const { out, err, code } = await built(`FROM busybox\n${rest}\n`, options);
    expect([err, code]).toEqual([`${words}\n`, 1]);
    expect(out).toContain('Step 1/');
  }
});

test('what is wrong with the file as a whole comes from the daemon before any step', async () => {
  const { out, err, code } = await built('FROM busybox\nFOO x\n', '-q');
  expect([err, code]).toEqual([
    'Error response from daemon: dockerfile parse error line 2: unknown instruction: FOO\n',
    1,
  ]);
  expect(out).not.toContain('Step 1/');
});

test('a build argument may be made of others, before a FROM and behind it', async () => {
  const { out, code } = await built('ARG A=box\nARG B=busy$A\nFROM $B\nARG V=1\nARG W=$V\nRUN echo "[$W]"\n');
  expect(code).toBe(0);
  expect(out).toContain('\n[1]\n');
});
