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
const built = async (dockerfile: string, options = '', before = 'docker pull -q busybox') => {
  writeFileSync(join(directory, 'Dockerfile'), dockerfile);
  const script = join(directory, 'script');
  writeFileSync(script, `${before}\ndocker build ${options} ${directory}`);
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

const pulled = [
  'latest: Pulling from library/busybox',
  'e3ddae3a9a7b: Pulling fs layer',
  'e3ddae3a9a7b: Verifying Checksum',
  'e3ddae3a9a7b: Download complete',
  'e3ddae3a9a7b: Pull complete',
  'Digest: sha256:1db8ed72eb1f41cc063afdaa7e6e5c5cea230a0dbf6f37d5c93b13337d0a796b',
  'Status: Downloaded newer image for busybox:latest',
];

/** As Docker 20.10.24 did with a registry on the same machine (docs/facts.md). */
test.each([
  ['FROM busybox\nLABEL a=b\n', ['Step 1/2 : FROM busybox', ...pulled, ' ---> <id>', 'Step 2/2 : LABEL a=b']],
  [
    'FROM scratch\nCOPY --from=busybox /bin/busybox /b\n',
    ['Step 1/2 : FROM scratch', ' ---> ', 'Step 2/2 : COPY --from=busybox /bin/busybox /b', ...pulled, ' ---> <id>'],
  ],
])('an image that is not there is pulled, and the pull is told behind its step: %j', async (dockerfile, lines) => {
  const { out, code } = await built(dockerfile, '', '');
  expect(code).toBe(0);
  const told = out.replace(/^\s*Sending .*\s*\n/, '').replace(/---> [0-9a-f]{12}/g, '---> <id>');
  expect(told.split('\n').slice(0, lines.length)).toEqual(lines);
});

test.each([
  [
    'FROM nosuch:1\n',
    "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied\n",
  ],
  [
    'FROM scratch\nCOPY --from=busybox:9 /a /a\n',
    'invalid from flag value busybox:9: manifest for busybox:9 not found: manifest unknown: manifest unknown\n',
  ],
  ['FROM UPPER/x\n', 'invalid reference format: repository name must be lowercase\n'],
  ['', 'Error response from daemon: the Dockerfile (Dockerfile) cannot be empty\n'],
  ['# a comment\n', 'Error response from daemon: failed to parse Dockerfile: file with no instructions\n'],
])('it can not be had: %j', async (dockerfile, words) => {
  const { err, code } = await built(dockerfile, '', '');
  expect([err, code]).toEqual([words, 1]);
});

test.each([
  ['FROM busybox\nLABEL a=b\n', '--build-arg x=1', '[Warning] One or more build-args [x] were not consumed'],
  ['ARG q\nFROM busybox\nARG x\n', '--build-arg x=1 --build-arg q=1', ''],
  [
    'ARG q\nFROM busybox\nARG x\n',
    '--build-arg x=1 --build-arg a=1',
    '[Warning] One or more build-args [a] were not consumed',
  ],
  ['FROM busybox\n', '--build-arg http_proxy=1 --build-arg NO_PROXY=1', ''],
  ['FROM busybox\n', '--build-arg ALL_PROXY=1', '[Warning] One or more build-args [ALL_PROXY] were not consumed'],
])('of %j with %s it says: %s', async (dockerfile, options, words) => {
  const { out } = await built(dockerfile, options);
  const lines = out.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('[Warning]')).join('\n')).toBe(words);
  expect(lines.at(-1)).toMatch(/^Successfully built/);
});

test('the shell of a RUN is called by its path, and says so', async () => {
  const { out } = await built('FROM busybox\nUSER 5\nRUN echo x > /x\n');
  expect(out).toContain("\n/bin/sh: can't create /x: Permission denied\n");
});

test('a build that fails does not warn of its arguments', async () => {
  const { out } = await built('FROM busybox\nRUN false\n', '--build-arg x=1');
  expect(out).not.toContain('[Warning]');
});

/** The accounts of the image that Docker was asked with. */
const accounts =
  "FROM busybox\nRUN printf 'root:x:0:0::/:\\ndaemon:x:1:1::/:\\nonly:x:12:13::/:\\n77:x:12:13::/:\\n' > /etc/passwd; printf 'root:x:0:\\ndaemon:x:1:\\ngr:x:44:\\n' > /etc/group\n";

test.each([
  ['daemon', '1 1'],
  ['daemon:root', '1 0'],
  ['root:daemon', '0 1'],
  ['5:daemon', '5 1'],
  ['daemon:7', '1 7'],
  ['1', '1 1'],
  ['only:1', '12 1'],
  ['3:gr', '3 44'],
  ['-1', '0 0'],
  ['4294967296', '0 0'],
  ['2147483648', '2147483648 2147483648'],
  ['007', '7 7'],
  ['77', '77 77'],
])('COPY --chown=%s gives a file to %s', async (owner, ids) => {
  const { out, code } = await built(`${accounts}COPY --chown=${owner} a /a\nRUN stat -c '%u %g' /a\n`);
  expect(code).toBe(0);
  expect(out).toContain(`\n${ids}\n`);
});

const cannotFind = "unable to convert uid/gid chown string to host mapping: can't find";
test.each([
  ['', 'daemon:nobodyx', `${cannotFind} gid for group nobodyx: no such group: nobodyx`],
  ['', 'only', `${cannotFind} gid for group only: no such group: only`],
  ['', ':', `${cannotFind} uid for user : no such user: `],
  ['', '1:', `${cannotFind} gid for group : no such group: `],
  ['', ':1', `${cannotFind} uid for user : no such user: `],
  ['', '1:2:3', 'unable to convert uid/gid chown string to host mapping: invalid chown string format: 1:2:3'],
  [
    'RUN rm /etc/passwd',
    'root',
    `${cannotFind} uid for user root: open <merged>/etc/passwd: no such file or directory`,
  ],
  [
    'RUN rm /etc/passwd; mkdir /etc/passwd',
    'daemon',
    `${cannotFind} uid for user daemon: read <merged>/etc/passwd: is a directory`,
  ],
  [
    'RUN ln -sf passwd /etc/passwd',
    'daemon',
    "unable to convert uid/gid chown string to host mapping: can't resolve /etc/passwd path in container rootfs: evalSymlinksInScope: too many links in <merged>/etc/passwd",
  ],
])('after %j COPY --chown=%s is refused', async (before, owner, words) => {
  const { err, code } = await built(`${accounts}${before}\nCOPY --chown=${owner} a /a\n`);
  expect([err.replace(/\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/merged/, '<merged>'), code]).toEqual([
    `${words}\n`,
    1,
  ]);
});
