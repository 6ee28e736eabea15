import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Exchange, exchangesIn, performed } from '../../docker/exchanges.ts';

/**
 * Sessions of docker commands about one subject each, as Docker Engine 20.10.24 and its client answered them
 * (scripts/record-docker-session, with DIR as `hostFiles` makes it; $W is where a session may write): standard output, standard error, exit code.
 */
const folder = new URL('./', import.meta.url);
const sessions = readdirSync(folder).filter((name) => name.endsWith('.session'));

const recorded = (name: string): readonly Exchange[] => exchangesIn(readFileSync(new URL(name, folder), 'utf8'));

/** What the sessions copy from. */
const hostFiles = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  for (const made of ['tree/sub', 'work']) mkdirSync(join(dir, made), { recursive: true });
  for (const [path, text] of [
    ['file', 'hello\n'],
    ['passwd', 'root:x:0:0:root:/root:/bin/sh\nweb:x:12:34:w:/:/bin/sh\n'],
    ['tree/a', 'a\n'],
    ['tree/sub/b', 'b\n'],
  ] as const)
    writeFileSync(join(dir, path), text);
  symlinkSync('a', join(dir, 'tree/link'));
  chmodSync(join(dir, 'tree/sub/b'), 0o640);
  return dir;
};

/** base:1 as scripts/build-busybox-image.sh makes it: an imported tree with a busybox and two accounts. */
const prepared = (dir: string): readonly string[] => [
  `DIR=${dir}`,
  `W=${dir}/work`,
  `docker run --name x1 --network none busybox sh -c 'printf "root:x:0:0:root:/root:/bin/sh\\ndaemon:x:1:1:daemon:/:/bin/false\\n" > /etc/passwd; printf "root:x:0:\\ndaemon:x:1:\\n" > /etc/group; echo "not a program" > /bin/notexec; chmod 644 /bin/notexec; chmod 755 /root; rm -f /etc/shadow'`,
  'docker export -o $DIR/base.tar x1',
  `docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' -c 'CMD ["sh"]' $DIR/base.tar base:1`,
  'docker rm x1',
  'docker rmi busybox',
];

const played = async (exchanges: readonly Exchange[]): Promise<readonly Exchange[]> => {
  const dir = hostFiles();
  try {
    return await performed(['X=$(docker pull -q busybox)', ...prepared(dir)], exchanges, (text) =>
      text.replaceAll(`${dir}/work`, '/work-of-the-session').replaceAll(dir, '<dir>'),
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
};

/** What differs from run to run: ids, times, numbers of processes, the clock of a client that gives up. */
const plain = ({ line, out, err, code }: Exchange): string => {
  const isTop = line.startsWith('docker top');
  const each = (text: string): string => {
    const same = text
      .replaceAll('\r\n', '\n')
      .replace(/^(?:time=|(?:WARNING: )?IPv4 forwarding is disabled).*\n/gm, '')
      .replace(/\b[0-9a-f]{64}\b/g, '<id>')
      .replace(/\b[0-9a-f]{12}\b/g, '<id>')
      .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00| \+0000 UTC)?/g, '<time>')
      .replace(/(?:Less than a second|About (?:a|an) \w+|\b\d+ (?:second|minute|hour)s?)/g, '<while>')
      .replace(/ {2,}/g, '  ')
      .replace(/ +$/gm, '');
    return isTop ? same.replace(/\d+/g, '#') : same;
  };
  const unordered = /^docker (?:diff|load|images|volume ls -q|volume prune)|range .Mounts/.test(line);
  const shown = unordered ? each(out).split('\n').sort().join('\n') : each(out);
  return `$ ${line}\n${shown}${each(err)}= ${code}`;
};

test.each(sessions)('the session %s', async (name) => {
  const real = recorded(name);
  const model = await played(real);
  expect(real.length).toBeGreaterThan(5);
  expect(model.map(plain)).toEqual(real.map(plain));
});
