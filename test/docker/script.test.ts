import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runScript } from '../../src/shell/run/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'plimsoll-'));

const played = async (text: string, log?: string) => {
  const script = join(directory, 'script');
  writeFileSync(script, text);
  let out = '';
  let err = '';
  const code = await runScript({
    script,
    seed: '1',
    ...(log !== undefined && { log: join(directory, log) }),
    out: (it) => {
      out += it;
    },
    err: (it) => {
      err += it;
    },
  });
  return { out, err: err.replaceAll(script, 'SCRIPT'), code };
};

test('a script goes on after an error and ends with the last exit code', async () => {
  expect(await played('docker rm nope\necho $?\ndocker nope')).toEqual({
    out: '1\n',
    err: "Error: No such container: nope\ndocker: 'nope' is not a docker command.\nSee 'docker --help'\n",
    code: 1,
  });
});

test('variables, substitutions, comments and quotations over lines work as in a shell', async () => {
  const text = `# a comment
docker pull -q debian >/dev/null`;
  expect((await played(text)).code).toBe(2);
  const { out } = await played(`docker pull -q debian
ID=$(docker create --name web debian sh -c 'echo a
echo b')
docker start -a "$ID" && echo yes || echo no
docker ps -a \\
  --format '{{.Names}}'`);
  expect(out).toBe('docker.io/library/debian:latest\na\nb\nyes\nweb\n');
});

test('a line that is no docker command ends the run with its number', async () => {
  expect(await played('echo a\n\nls -l\necho b')).toEqual({
    out: 'a\n',
    err: 'plimsoll run: SCRIPT: line 3: ls: not a docker command line (docker, sleep, echo and NAME=VALUE are known)\n',
    code: 2,
  });
});

test('an existing log goes on, and the same seed tells the same story', async () => {
  const first = await played('docker run -d --name web redis', 'a.jsonl');
  expect((await played('docker run -d --name web redis', 'b.jsonl')).out).toBe(first.out);
  expect((await played(`docker ps --format '{{.Names}} {{.Image}}'`, 'a.jsonl')).out).toBe('web redis\n');
});

test('a script that is not there begins no log', async () => {
  const log = join(directory, 'never.jsonl');
  let err = '';
  const code = await runScript({
    script: join(directory, 'nowhere'),
    log,
    err: (text) => {
      err += text;
    },
  });
  expect(code).toBe(2);
  expect(err).toBe(`plimsoll run: ${join(directory, 'nowhere')}: no such file\n`);
  expect(existsSync(log)).toBe(false);
});

test('names that every JavaScript object has are names like others', async () => {
  const { out, err, code } = await played(
    `A=$(docker run -d --name constructor --label __proto__=a --label constructor=b -e __proto__=c -v toString:/__proto__ busybox sleep 60)
B=$(docker create --name valueOf busybox)
docker ps -a --format '{{.Names}} [{{.Label "__proto__"}}] [{{.Label "constructor"}}] [{{.Label "toString"}}]'
docker volume ls --format '{{.Name}} [{{.Label "constructor"}}] [{{.Label "__proto__"}}]'
docker exec constructor sh -c 'echo $__proto__ > /constructor; cat /constructor'
docker inspect -f '{{json .Config.Labels}}' constructor
docker tag busybox constructor:__proto__
docker images --format '{{.Repository}}:{{.Tag}}' constructor
docker create --name __proto__ busybox
docker constructor
docker container constructor
docker container '('`,
    'names.jsonl',
  );
  expect(out).toBe(`valueOf [] [] []
constructor [a] [b] []
toString [] []
c
{"__proto__":"a","constructor":"b"}
constructor:__proto__
`);
  expect(err).toContain('Invalid container name (__proto__)');
  expect(err).toContain("docker: 'constructor' is not a docker command.");

  expect(code).not.toBe(0);
});

test('what Docker has and the model has not is said so, exit code 1', async () => {
  const { code, err } = await played('docker network ls\n');
  expect([code, err]).toEqual([1, "plimsoll: the model has no 'docker network'; Docker has it\n"]);
});

/** Measured: docs/facts.md. */
test('a borrowed volume stays a mount point below the tmpfs that hides it', async () => {
  const { out, err } = await played(`docker pull -q busybox
docker create --name lender -v v1:/data busybox sleep 9
docker create --name borrower --volumes-from lender --tmpfs /data busybox sleep 9
docker inspect -f '{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}}{{end}}' borrower
docker start lender borrower
docker exec borrower sh -c 'echo hidden > /data/a; cat /data/a'
docker exec lender ls /data`);
  expect(err).toBe('');
  expect(out.split('\n').slice(3)).toEqual(['volume v1 /data', 'lender', 'borrower', 'hidden', '']);
});
