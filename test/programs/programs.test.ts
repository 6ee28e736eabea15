import { describe, expect, test } from 'vitest';
import { dockerConsole } from './console.ts';

const quoted = (script: string): string => `'${script.replaceAll("'", "'\\''")}'`;

/** Runs a script in a fresh container of an image. */
const inside = async (image: string, script: string, flags = '') => {
  const { run } = dockerConsole();
  await run(`docker pull -q ${image}`);
  return run(`docker run --rm ${flags} ${image} sh -c ${quoted(script)}`);
};

describe('scripts run in a container', () => {
  test.each([
    ['echo a; echo b >&2; exit 3', 'a\n', 'b\n', 3],
    ['for i in 1 2 3; do echo $i; done', '1\n2\n3\n', '', 0],
    ['X=1; f() { echo $X$1; }; f 2', '12\n', '', 0],
    ['echo x > /tmp/f; cat /tmp/f; ls /tmp; rm /tmp/f; ls /tmp', 'x\nf\n', '', 0],
    ['cd /etc && pwd; head -n1 passwd', '/etc\nroot:x:0:0:root:/root:/bin/bash\n', '', 0],
    ['echo a | tr a b', 'b\n', '', 0],
    ['sleep 5 & wait; echo done', 'done\n', '', 0],
    ['echo $$; sh -c "exit 4"; echo $?', '1\n4\n', '', 0],
    ['id -u; hostname | wc -c', '0\n13\n', '', 0],
    ['mkdir /a && ln -s /a /b && touch /b/x && ls /a', 'x\n', '', 0],
  ])('%s', async (script, out, err, code) => expect(await inside('debian', script)).toEqual({ out, err, code }));

  test('each shell says in its own way what is missing', async () => {
    expect((await inside('debian', 'foo')).err).toBe('sh: 1: foo: not found\n');
    expect((await inside('busybox', 'foo; exit 0')).err).toContain('sh: foo: not found\n');
    expect((await inside('debian', 'foo')).code).toBe(127);
  });

  test('variables, working directory and user are the container’s', async () => {
    const { out } = await inside(
      'debian',
      'echo $A $HOME; pwd; id -u; touch /tmp/x; stat -c %a /tmp/x',
      '-e A=1 -w /srv -u nobody',
    );
    expect(out).toBe('1 /nonexistent\n/srv\n65534\n644\n');
  });

  test('a read-only root refuses', async () => {
    expect(await inside('debian', 'echo x > /f', '--read-only')).toEqual({
      out: '',
      err: 'sh: 1: cannot create /f: Read-only file system\n',
      code: 2,
    });
  });
});

describe('what programs do is told by processes', () => {
  test('a command is a child with a number of its own, and is gone when it has ended', async () => {
    const { docker, run } = dockerConsole();
    await run('docker pull -q debian');
    await run(`docker run -d --name web debian sh -c 'sleep 3; echo over; sleep 100'`);
    expect((await run('docker top web -o comm,pid')).out.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'COMMAND',
      'sh',
      'sleep',
      '',
    ]);
    expect((await run('docker logs web')).out).toBe('');
    await run('sleep 4');
    expect((await run('docker logs web')).out).toBe('over\n');
    const types = [...docker.machine.history()].map(({ event }) => event.type);
    expect(types).toContain('ProcessExecuted');
    expect((await run('docker stop -t 1 web')).code).toBe(0);
    expect((await run(`docker ps -a --format '{{.Status}}'`)).out).toMatch(/^Exited \(137\)/);
  });

  test('a trap ends the container as the script says', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q debian');
    await run(`docker run -d --name web debian sh -c 'trap "echo bye; exit 42" TERM; while true; do sleep 1; done'`);
    await run('docker stop web');
    expect((await run('docker wait web')).out).toBe('42\n');
    expect((await run('docker logs web')).out).toBe('bye\n');
  });

  test('exec runs beside main, prints to its own client, and changes the same files', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q debian');
    await run('docker run -d --name web debian sleep 1000');
    expect(await run(`docker exec web sh -c 'echo hi; echo x > /opt/f; exit 7'`)).toEqual({
      out: 'hi\n',
      err: '',
      code: 7,
    });
    expect((await run('docker exec web cat /opt/f')).out).toBe('x\n');
    expect((await run('docker diff web')).out).toBe('C /opt\nA /opt/f\n');
    expect((await run('docker logs web')).out).toBe('');
    expect((await run('docker exec web ps -o pid,args')).out).toMatch(
      /^ +PID COMMAND\n +1 sleep 1000\n +\d+ ps -o pid,args\n$/,
    );
    expect((await run(`docker exec web sh -c 'kill -9 1; echo alive'`)).out).toBe('alive\n');
  });

  test('time goes by on the session’s clock alone', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q debian');
    const before = Date.now();
    expect((await run('docker run debian sleep 3600')).code).toBe(0);
    expect(Date.now() - before).toBeLessThan(5000);
    expect((await run(`docker ps -a --format '{{.RunningFor}}'`)).out).toBe('About an hour ago\n');
  });

  test('a paused program waits for its thaw', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q debian');
    await run('docker run -d --name web debian sleep 10');
    await run('docker pause web');
    await run('sleep 60');
    expect((await run(`docker ps --format '{{.Status}}'`)).out).toMatch(/^Up .*\(Paused\)\n$/);
    await run('docker unpause web');
    expect((await run(`docker ps -a --format '{{.State}}'`)).out).toBe('exited\n');
  });

  test('a policy starts a program again', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q debian');
    await run(`docker run -d --name web --restart on-failure:2 debian sh -c 'echo run; exit 9'`);
    await run('sleep 10');
    expect((await run('docker logs web')).out).toBe('run\nrun\nrun\n');
    expect((await run(`docker inspect -f '{{.RestartCount}} {{.State.ExitCode}}' web`)).out).toBe('2 9\n');
  });
});

describe('redis', () => {
  test('keeps its data over a restart, in the volume, and loses it with the container', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q redis');
    await run('docker run -d --name db redis');
    expect((await run('docker exec db redis-cli ping')).out).toBe('PONG\n');
    await run('docker exec db redis-cli set a b');
    await run('docker restart db');
    expect((await run('docker exec db redis-cli get a')).out).toBe('b\n');
    expect((await run('docker exec db ls /data')).out).toBe('dump.rdb\n');
    await run('docker rm -f db');
    await run('docker run -d --name db redis');
    expect((await run('docker exec db redis-cli get a')).out).toBe('\n');
  });

  test('forks to save in the background, and ends on shutdown', async () => {
    const { run } = dockerConsole();
    await run('docker pull -q redis');
    await run('docker run -d --name db redis');
    expect((await run('docker exec db redis-cli bgsave')).out).toBe('Background saving started\n');
    await run('docker exec db redis-cli shutdown');
    expect((await run(`docker ps -a --format '{{.State}}'`)).out).toBe('exited\n');
  });
});
