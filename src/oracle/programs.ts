import type { ContainerConfig, HostConfig } from '../core/streams/container/config.ts';
import type { PutFile } from './step.ts';

/** A main whose behaviour the model knows to the end, on any engine. */
export type Program = {
  readonly command: readonly string[];
  /** Whether it goes on until somebody ends it. */
  readonly goesOn: boolean;
  readonly weight: number;
};

export const programs: readonly Program[] = [
  { command: ['sleep', '1000'], goesOn: true, weight: 4 },
  { command: ['sh', '-c', 'trap "exit 7" TERM; sleep 1000 & wait'], goesOn: true, weight: 4 },
  { command: ['sh', '-c', 'sleep 1000 & sleep 1001 & wait'], goesOn: true, weight: 2 },
  { command: ['sh', '-c', 'echo out; echo err >&2; exit 3'], goesOn: false, weight: 2 },
  { command: ['sh', '-c', 'echo hello > /made; mkdir -p /srv/dir; rm -f /etc/group'], goesOn: false, weight: 2 },
  { command: ['true'], goesOn: false, weight: 1 },
  { command: ['false'], goesOn: false, weight: 1 },
  { command: ['no-such-program'], goesOn: false, weight: 1 },
  { command: ['/etc/passwd'], goesOn: false, weight: 1 },
];

/** Policies under which every program comes to rest. */
export const policiesFor = ({ goesOn }: Program): readonly [Policy, ...Policy[]] =>
  goesOn
    ? ['', '', '', 'no', 'always', 'unless-stopped', 'on-failure']
    : ['', '', 'no', 'on-failure:1', 'on-failure:2'];

type Policy = '' | 'no' | 'always' | 'unless-stopped' | 'on-failure' | `on-failure:${number}`;

export const restartPolicy = (policy: Policy): NonNullable<HostConfig['RestartPolicy']> => {
  const [name = '', count = '0'] = policy.split(':');
  return { Name: name as '' | 'no' | 'always' | 'unless-stopped' | 'on-failure', MaximumRetryCount: Number(count) };
};

/** Small scripts for `docker exec`: each says the same and does the same wherever it runs. */
export const scripts: readonly ((path: string, other: string) => string)[] = [
  (path) => `echo written > ${path}`,
  (path) => `echo more >> ${path}`,
  (path) => `cat ${path} 2>/dev/null`,
  (path) => `rm -rf ${path}`,
  (path) => `mkdir -p ${path}`,
  (path) => `rm -rf ${path} && mkdir ${path}`,
  (path, other) => `mv ${path} ${other} 2>/dev/null`,
  (path, other) => `ln ${path} ${other} 2>/dev/null`,
  (path, other) => `ln -s ${path} ${other} 2>/dev/null`,
  (path) => `chmod 640 ${path} 2>/dev/null`,
  (path) => `chown 7:8 ${path} 2>/dev/null`,
  (path) => `test -e ${path}`,
  (path) => `rmdir ${path} 2>/dev/null`,
  // Under a name of its own: whoever opens a FIFO waits for the other end for ever.
  (path) => `mkfifo ${path}.fifo 2>/dev/null`,
  (path, other) => `cp ${path} ${other} 2>/dev/null`,
  (path) => `echo a > ${path} && echo b >> ${path} && cat ${path} && rm ${path}`,
  (path) => `ls ${path} 2>/dev/null`,
];

/** Paths in what images bring, in what they do not bring, and below both. */
export const paths = [
  '/tmp/a',
  '/tmp/b',
  '/tmp/a/deep',
  '/srv/x',
  '/srv',
  '/etc/passwd',
  '/etc/motd',
  '/etc/group',
  '/home',
  '/var/spool',
  '/srv/app/VERSION',
  '/srv/app',
  '/root/note',
  '/data/kept',
] as const;

/** Mounts, users, working directories: what a create may ask for beside its program. */
export const extras: readonly (readonly [ContainerConfig, HostConfig])[] = [
  [{}, {}],
  [{}, {}],
  [{}, {}],
  [{}, {}],
  [{ Volumes: { '/data': {} } }, {}],
  [{}, { Binds: ['plimsoll-v1:/data'] }],
  [{}, { Binds: ['plimsoll-v2:/srv'] }],
  [{}, { Binds: ['plimsoll-v1:/data:ro'] }],
  [{}, { Init: true }],
  [{}, { ReadonlyRootfs: true }],
  [{ WorkingDir: '/made/for/work' }, {}],
  [{ User: 'nobody' }, {}],
  [{ Env: ['A=1', 'B='], Labels: { constructor: 'x', __proto__x: 'y' } }, {}],
  [{ StopSignal: 'KILL' }, {}],
  [{ Entrypoint: ['sh', '-c'] }, {}],
  [{}, { Tmpfs: { '/data': '' } }],
  [{}, { LogConfig: { Type: 'none', Config: {} } }],
  [{}, { LogConfig: { Type: 'local', Config: {} } }],
  [{ Hostname: 'named-so', StopTimeout: 1 }, {}],
  [{ Volumes: { '/srv': {}, '/data': {} } }, { Binds: ['plimsoll-v1:/data'] }],
];

/** What a client copies into a container. */
export const filesToPut: readonly (readonly PutFile[])[] = [
  [{ name: 'copied', mode: 0o644, text: 'copied\n' }],
  [{ name: 'a', mode: 0o600, text: '' }],
  [{ name: 'b', mode: 0o755, text: 'another\n' }],
  [
    { name: 'deep', mode: 0o750 },
    { name: 'deep/file', mode: 0o640, text: 'below\n' },
    { name: 'deep/link', mode: 0o777, target: 'file' },
  ],
  [{ name: 'app', mode: 0o644, text: 'a file, not a directory\n' }],
  [{ name: 'passwd', mode: 0o755 }],
  [{ name: 'x', mode: 0o777, target: '/tmp' }],
];

/** Further lines of a Dockerfile. */
export const dockerfiles: readonly string[] = [
  'RUN echo built > /built\n',
  'ENV A=1\nWORKDIR /made/by/build\nRUN echo $A > a\nCMD ["cat","a"]\n',
  'LABEL made=built\n',
  'RUN rm -rf /srv/app\nRUN mkdir -p /srv/app && echo new > /srv/app/VERSION\n',
  'RUN exit 3\n',
  'RUN no-such-program\n',
  'VOLUME /data\nUSER nobody\n',
  'NONSENSE\n',
  '',
];
