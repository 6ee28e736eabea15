import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Exchange, exchangesIn, performed } from './exchanges.ts';

export const exchangesOf = (name: string): readonly Exchange[] =>
  exchangesIn(readFileSync(new URL(`data/${name}.txt`, import.meta.url), 'utf8'));

/** What differs from run to run: ids, times, sizes, numbers of processes, and the widths of columns that hold them. */
const plain = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('/var/tmp/plimsoll-lab/engine/root', '/var/lib/docker')
    .replaceAll('/var/tmp/plimsoll-lab/engine/exec', '/var/run/docker')
    .replace(/\b[0-9a-f]{64}\b/g, '<id>')
    .replace(/\b[0-9a-f]{12}\b/g, '<id>')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC)?/g, '<time>')
    .replace(/(?:Less than a second|About (?:a|an) \w+|\b\d+ (?:second|minute|hour|day|week|month|year)s?)/g, '<while>')
    .replace(/\b\d+(?:\.\d+)?[kMG]?B\b/g, '<size>')
    .replace(/"Pid": \d+/g, '"Pid": <pid>')
    .replace(/^\d+( +sleep)$/gm, '<pid>$1')
    .replace(/^.{4}(x\n)/gm, (line) => (/^[0-9a-f]{4}x\n/.test(line) ? '<id>x\n' : line))
    .replace(/(\| )[ ]*[0-9a-f]{4}x$/gm, '$1<id>x')
    .replace(/ {2,}/g, '  ')
    .replace(/ +$/gm, '');

/** The real client sometimes sees its own wait cancelled when a start fails; the engine walks directories in no order. */
const settled = (line: string, text: string): string => {
  const calm = text
    .replace(/^time=.*error waiting for container: context canceled"\n/gm, '')
    .replace(/^Sending build context to Docker daemon .*\s*\n/gm, '')
    .replace(/^DEPRECATED: The legacy builder.*\n.*\n.*\n *\n/gm, '')
    .replace(/^(?:WARNING:| ---> \[Warning\]) IPv4 forwarding is disabled.*\n/gm, '');
  return /^docker (?:diff|top) /.test(line) ? calm.split('\n').sort().join('\n') : calm;
};

/** What that script has in its image and ours has not, or otherwise. */
const preparation = [
  "printf 'root:x:0:0:root:/root:/bin/sh\\ndaemon:x:1:1:daemon:/:/bin/false\\n' > /etc/passwd",
  "printf 'root:x:0:\\ndaemon:x:1:\\n' > /etc/group",
  "echo 'not a program' > /bin/notexec",
  'chmod 644 /bin/notexec',
  'mkdir -p /sbin /usr/sbin',
  'rm -f /etc/shadow',
].join('; ');

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const played = async (exchanges: readonly Exchange[]): Promise<readonly Exchange[]> => {
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  const tar = join(work, 'base.tar');
  // base:1 as scripts/build-busybox-image.sh makes it: an imported tree with a busybox.
  const before = [
    `docker run --name x1 busybox sh -c ${quote(preparation)}`,
    `docker export -o ${tar} x1`,
    `docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' -c 'CMD ["sh"]' ${tar} base:1`,
    'docker rm x1',
    'docker rmi busybox',
    `W=${work}`,
  ];
  try {
    return await performed(before, exchanges, (text) => text.replaceAll(work, '/work-of-the-session'));
  } finally {
    rmSync(work, { recursive: true });
  }
};

/** A command's answer with what differs from run to run taken out. */
export const told = ({ line, out, err, code }: Exchange): Exchange => ({
  line,
  out: settled(line, plain(out)),
  err: settled(line, plain(err)),
  code,
});

/** The sessions that were recorded. */
export const recordings = ['session', 'flags', 'templates', 'builds'] as const;
