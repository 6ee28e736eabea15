import { describe, expect, test } from 'vitest';
import { evolve } from '../../src/core/world.ts';
import { type Answer, dockerConsole } from './console.ts';

/** What containers of Docker Engine 20.10.24 with a tmpfs did, line by line (docs/facts.md, measured since). */
const story = async (lines: readonly string[]): Promise<readonly (readonly string[])[]> => {
  const { run } = dockerConsole();
  const told: (readonly string[])[] = [];
  for (const line of lines) {
    const { out, err, code }: Answer = await run(line);
    told.push([...`${out}${err}`.split('\n').filter((it) => it !== ''), ...(code === 0 ? [] : [`exit ${code}`])]);
  }
  return told;
};

const begun = 'docker run -d --name kay --network none --tmpfs /data busybox sleep 1000';
const said = async (...lines: readonly string[]): Promise<readonly (readonly string[])[]> =>
  (await story([begun, ...lines])).slice(1);

describe('a tmpfs', () => {
  test('holds what processes put there, for each of them, as any file system does', async () => {
    expect(
      await said(
        `docker exec kay sh -c 'chmod 640 /data/kept'`,
        `docker exec kay sh -c 'echo a > /data/kept; chmod 640 /data/kept; chown 3:4 /data/kept; stat -c "%A %u:%g %s" /data/kept'`,
        `docker exec kay sh -c 'mkdir -p /data/d/e; ln -s kept /data/l; ln /data/kept /data/h; rmdir /data/d; stat -c "%A %h" /data /data/h /data/l'`,
        `docker exec -u 7:7 kay sh -c 'echo y >> /data/kept'`,
        'docker exec -w /data kay ls',
        'docker exec -w /data/nope kay ls',
        'docker pause kay',
        'docker unpause kay',
        'docker exec kay cat /data/h',
      ),
    ).toEqual([
      ['chmod: /data/kept: No such file or directory', 'exit 1'],
      ['-rw-r----- 3:4 2'],
      ['drwxrwxrwt 3', '-rw-r----- 2', 'lrwxrwxrwx 1', "rmdir: '/data/d': Directory not empty"],
      ["sh: can't create /data/kept: Permission denied", 'exit 1'],
      ['d', 'h', 'kept', 'l'],
      [expect.stringContaining('chdir to cwd ("/data/nope")'), 'exit 126'],
      ['kay'],
      ['kay'],
      ['a'],
    ]);
  });

  test('ends with the run; its mode is then that of the directory below', async () => {
    expect(
      await said(
        `docker exec kay sh -c 'echo x > /data/x; echo s > /dev/shm/s; ls /data /dev/shm; stat -c %a /data /dev/shm'`,
        'docker restart -t 0 kay',
        `docker exec kay sh -c 'ls /data /dev/shm; stat -c %a /data /dev/shm'`,
      ),
    ).toEqual([['/data:', 'x', '/dev/shm:', 's', '1777', '1777'], ['kay'], ['/data:', '/dev/shm:', '755', '1777']]);
  });

  test('is seen by no diff, no commit and no cp', async () => {
    expect(
      await said(
        `docker exec kay sh -c 'echo x > /data/x; echo s > /dev/shm/s'`,
        'docker diff kay',
        'docker cp kay:/data/x -',
        'docker commit kay kept',
        'docker run --rm --network none kept ls -a /data',
      ),
    ).toEqual([
      [],
      ['A /data'],
      ['Error: No such container:path: kay:/data/x', 'exit 1'],
      [expect.stringMatching(/^sha256:/)],
      ['.', '..'],
    ]);
  });

  test('executes nothing, unless that was asked for', async () => {
    const put = `printf "#!/bin/sh\\necho hey\\n" > /data/s; chmod 755 /data/s`;
    expect(
      await said(
        `docker exec kay sh -c '${put}; /data/s; echo $?; sh /data/s'`,
        'docker exec kay /data/s',
        `docker run --rm --network none --tmpfs /data:exec busybox sh -c '${put}; /data/s'`,
      ),
    ).toEqual([
      ['126', 'hey', 'sh: /data/s: Permission denied'],
      [expect.stringContaining('eaccess /data/s: permission denied'), 'exit 126'],
      ['hey'],
    ]);
  });

  test('is a file system of its own: what is mounted stays, names do not go across', async () => {
    expect(
      await said(
        `docker exec kay sh -c 'rmdir /data; mv /data /x'`,
        `docker exec kay sh -c 'echo s > /data/s; mv /data/s /s; cat /s; ln /s /data/s'`,
      ),
    ).toEqual([
      ["rmdir: '/data': Device or resource busy", "mv: can't rename '/data': Device or resource busy", 'exit 1'],
      ['s', 'ln: /data/s: Invalid cross-device link', 'exit 1'],
    ]);
  });

  test.each([
    ['--tmpfs /data:mode=1770,uid=9,gid=8', 'drwxrwx--T 9:8 2'],
    ['--tmpfs /root:mode=1770,uid=9', 'drwx------ 9:0 2'],
    ['--mount type=tmpfs,dst=/data,tmpfs-mode=700', 'drwx------ 0:0 2'],
    ['--tmpfs /data -v vol:/data/vol', 'drwxrwxrwt 0:0 3'],
    ['--tmpfs /data:ro', 'drwxrwxrwt 0:0 2', 'touch: /data/x: Read-only file system'],
  ])('%s', async (options, ...printed) => {
    const [, place = ''] = /(\/(?:data|root))/.exec(options) ?? [];
    const script = options.endsWith(':ro') ? `; touch ${place}/x` : '';
    const told = await story([
      'docker run --rm --network none busybox chmod 700 /root',
      `docker run --rm --network none ${options} busybox sh -c 'stat -c "%A %u:%g %h" ${place}${script}'`,
    ]);
    expect(told[1]?.filter((it) => !it.startsWith('exit'))).toEqual(printed);
  });

  test('/dev/shm is shared with whoever joins the IPC namespace', async () => {
    const told = await story([
      'docker run -d --name one --network none --ipc shareable busybox sleep 1000',
      `docker exec one sh -c 'echo 1 > /dev/shm/one'`,
      `docker run --rm --network none --ipc container:one busybox sh -c 'ls /dev/shm; echo 2 > /dev/shm/two'`,
      'docker exec one ls /dev/shm',
    ]);
    expect(told.slice(2)).toEqual([['one'], ['one', 'two']]);
  });

  test('is in the events: each container has after them what it had before', async () => {
    const { docker, run } = dockerConsole();
    const { machine } = docker;
    let world = machine.world;
    machine.watch((event) => {
      world = evolve(world, event);
    });
    for (const line of [begun, `docker exec kay sh -c 'echo x > /data/x; echo s > /dev/shm/s'`]) await run(line);
    const [kay] = [...machine.world.containers.values()];
    const [again] = [...world.containers.values()];
    expect([...(kay?.tmpfs?.keys() ?? [])].sort()).toEqual(['/data', '/dev/shm']);
    expect(again).toEqual(kay);
    await run('docker stop -t 0 kay');
    expect([...world.containers.values()][0]).not.toHaveProperty('tmpfs');
  });
});

test('a script is executed by its path, and its shell reads it', async () => {
  const { run } = dockerConsole();
  const put = `printf "#!/bin/sh\\necho hey \\$1\\n" > /s; chmod 755 /s`;
  expect((await run(`docker run --rm --network none busybox sh -c '${put}; /s a; sh /s b; echo done'`)).out).toBe(
    'hey a\nhey b\ndone\n',
  );
});
