import pc from 'picocolors';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../src/shell/cli/program.ts';
import { Session } from '../../src/shell/session.ts';
import { scratch } from './scratch.ts';
import { liveALittle } from './story.ts';

const plimsoll = async (...args: readonly string[]) => {
  let out = '';
  let err = '';
  const io = {
    out: (text: string | Uint8Array) => {
      out += text;
    },
    err: (text: string | Uint8Array) => {
      err += text;
    },
    colours: pc.createColors(false),
    isTerminal: false,
  };
  const code = await runCli(args, io);
  return { code, out, err };
};

const log = scratch();

beforeAll(() => {
  const session = new Session({ log, seed: 'cli' });
  liveALittle(session);
  session.close();
});

describe('plimsoll replay', () => {
  test.each([
    ['ps', /Up .*\(Paused\).*web/],
    ['images', /busybox +latest/],
    ['history busybox', /CREATED BY/],
    ['inspect web', /"Name": "\/web"/],
    ['inspect busybox', /"RepoTags"/],
    ['inspect web-data', /"Mountpoint": "\/var\/lib\/docker\/volumes\/web-data\/_data"/],
    ['diff web', /A \/data/],
    ['tree web', /^drwxr-xr-x 0:0 .* \/\n/],
    ['tree web:/bin', /\/bin\/sh/],
    ['tree busybox:/bin', /\/bin\/sh/],
    ['layers', /container\/[0-9a-f]{12} image\/[0-9a-f]{12}/],
    ['processes', /containerd-shim/],
    ['processes web', /^ *PID PPID S THREADS COMMAND\n +1 +0 D +1 sleep 600\n$/],
    ['volumes', /local +web-data/],
    ['mounts web', /^index=off,lowerdir=\/var\/lib\/docker\/overlay2\/l\//],
    ['data-root', /config\.v2\.json/],
    ['data-root image/overlay2/repositories.json', /^\{"Repositories":\{"busybox"/],
    ['docker-events', /container pause/],
  ])('--show %s, as text and as JSON', async (view, expected) => {
    const shown = await plimsoll('replay', log, '--show', view);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toMatch(expected);
    const json = await plimsoll('replay', log, '--json', '--show', view);
    expect(json.code).toBe(0);
    expect(() => JSON.parse(json.out)).not.toThrow();
  });

  test('takes the argument of a view as a word of its own', async () => {
    expect((await plimsoll('replay', log, '--show', 'inspect', 'web')).out).toContain('"/web"');
  });

  test('stops at a sequence number or a time', async () => {
    expect(JSON.parse((await plimsoll('replay', log, '--until', '4', '--json')).out).events).toBe(4);
    expect((await plimsoll('replay', log, '--until', '2024-01-01T00:00:00.15Z')).out).toMatch(/^events +4\n/);
    expect((await plimsoll('replay', log, '--until', '0', '--show', 'ps')).out).not.toContain('web');
  });

  test('holds the laws against a log', async () => {
    const checked = await plimsoll('replay', log, '--check');
    expect(checked.out).toMatch(/laws hold after each of 38 events and 7 commands/);
    expect(checked.code).toBe(0);
  });
});

test('plimsoll diff-state tells what changed', async () => {
  const { out, code } = await plimsoll('diff-state', log, '0', '4');
  expect(code).toBe(0);
  expect(out).toMatch(/^host\n/);
  expect((await plimsoll('diff-state', log, '4', '4', '--json')).out).toBe('[]\n');
});

describe('bad usage and bad input end with 2 and one line', () => {
  test.each([
    [['replay', log, '--show', 'nonsense'], /no such view/],
    [['replay', log, '--show', 'inspect', 'nobody'], /No such object: nobody/],
    [['replay', log, '--show', 'diff', 'nobody'], /No such container: nobody/],
    [['replay', log, '--show', 'history', 'nobody'], /No such image: nobody:latest/],
    [['replay', log, '--show', 'tree', 'web:/nothing/here'], /there is no \/nothing\/here/],
    [['replay', log, '--show', 'ps', 'web'], /takes no argument/],
    [['replay', log, '--show', 'inspect'], /which one/],
    [['replay', log, '--until', '99999'], /there is no event 99999/],
    [['replay', log, '--until', 'tomorrow'], /neither a sequence number nor a time/],
    [['replay', '/nowhere'], /no such file/],
    [['diff-state', log, '1', 'x'], /not a sequence number/],
    [['replay'], /missing required argument/],
    [['replay', log, '--bogus'], /unknown option/],
    [['nonsense'], /unknown command/],
  ])('%j', async (args, reason) => {
    const { code, out, err } = await plimsoll(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(reason);
    expect(err).not.toContain('    at ');
  });
});

test('every subcommand has a help', async () => {
  const { out, code } = await plimsoll('--help');
  expect(code).toBe(0);
  for (const name of ['run', 'replay', 'diff-state', 'load']) {
    expect(out).toContain(name);
    expect((await plimsoll(name, '--help')).code).toBe(0);
  }
});
