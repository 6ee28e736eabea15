import { expect, test } from 'vitest';
import { dockerConsole } from '../../programs/console.ts';

const merged = /\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/merged/;
const runtime = 'OCI runtime exec failed: exec failed: unable to start container process: unable to setup user: ';

/** Measured on Docker Engine 20.10.24: docs/facts/container-lifecycle.md. */
const measured: readonly (readonly [file: string, user: string, exec: string, start: string])[] = [
  [
    'group',
    '',
    `${runtime}unable to find groups for spec root: read /etc/group: is a directory: unknown`,
    'unable to find groups for spec root: read M/etc/group: is a directory',
  ],
  [
    'group',
    '-u root:root',
    'unable to find groups for spec root: read M/etc/group: is a directory',
    'unable to find groups for spec root: read M/etc/group: is a directory',
  ],
  [
    'group',
    '-u 7',
    `${runtime}unable to find groups for spec : read /etc/group: is a directory: unknown`,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: unable to setup user: unable to find groups for spec : read /etc/group: is a directory: unknown',
  ],
  [
    'group',
    '-u 7:8',
    'unable to find groups for spec : read M/etc/group: is a directory',
    'unable to find groups for spec : read M/etc/group: is a directory',
  ],
  [
    'passwd',
    '',
    `${runtime}unable to find user 0: read /etc/passwd: is a directory: unknown`,
    'unable to find user 0: read M/etc/passwd: is a directory',
  ],
  [
    'passwd',
    '-u nobody',
    'unable to find user nobody: read M/etc/passwd: is a directory',
    'unable to find user nobody: read M/etc/passwd: is a directory',
  ],
  [
    'passwd',
    '-u 7:8',
    'unable to find user 7: read M/etc/passwd: is a directory',
    'unable to find user 7: read M/etc/passwd: is a directory',
  ],
];

test.each(measured)('/etc/%s is a directory, %s', async (file, user, exec, start) => {
  const { run } = dockerConsole();
  await run('docker pull -q busybox');
  await run('docker run -d --name web busybox sleep 1000');
  await run(`docker exec web sh -c 'rm -rf /etc/${file} && mkdir /etc/${file}'`);
  const beside = await run(`docker exec ${user} web true`);
  expect({ said: `${beside.out}${beside.err}`.trim().replace(merged, 'M'), code: beside.code }).toEqual({
    said: exec,
    code: 126,
  });
  await run('docker commit web without');
  const main = await run(`docker run --rm ${user} without true`);
  expect(main.err).toContain(`docker: Error response from daemon: ${start.split('M')[0]}`);
  expect(main.err.replace(merged, 'M')).toContain(`${start}.`);
});
