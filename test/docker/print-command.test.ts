import { describe, expect, test } from 'vitest';
import { clientVerbs } from '../../src/core/commands/client/index.ts';
import { hostVerbs } from '../../src/core/commands/host/index.ts';
import { processVerbs } from '../../src/core/commands/process/index.ts';
import { registryVerbs } from '../../src/core/commands/registry/index.ts';
import type { Command } from '../../src/core/decide.ts';
import { printCommand } from '../../src/docker/print-command.ts';

type Fields<T extends Command['type']> = Omit<Extract<Command, { readonly type: T }>, 'issuer' | 'type'>;

/** One or more examples of every verb; a new one does not compile without. */
type Examples = { readonly [T in Command['type']]: readonly (readonly [fields: Fields<T>, line: string])[] };

const pid = 812 as never;
const file = { pid, path: '/etc/a b' };
const id = 'c'.repeat(64) as never;
const digest = `sha256:${'d'.repeat(64)}` as never;
const attributes = { mode: 0o644, uid: 0, gid: 0, mtime: '2024-01-01T00:00:00.000000000Z' as never };
const entries = [
  { path: 'etc', node: { kind: 'directory', ...attributes } },
  { path: 'etc/a b', node: { kind: 'file', content: digest, size: 3, ...attributes } },
] as never;

const examples: Examples = {
  CreateContainer: [
    [{ config: { Image: 'redis' }, hostConfig: {} }, 'docker create redis'],
    [
      {
        name: 'web',
        config: {
          Image: 'redis',
          Entrypoint: ['sh', '-c'],
          Cmd: ["echo it's"],
          Env: ['A=b c'],
          Tty: true,
          OpenStdin: true,
          Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 1e9 },
        },
        hostConfig: {
          NetworkMode: 'none',
          RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
          Binds: ['data:/data'],
          Mounts: [{ Type: 'volume', Source: 'data', Target: '/x', ReadOnly: true }],
          Memory: 6291456,
        },
      },
      "docker create --name web -v data:/data --network none --restart on-failure:3 --mount type=volume,source=data,target=/x,readonly --memory 6291456 -t -i -e 'A=b c' --health-cmd true --health-interval 1000000000ns --entrypoint sh redis -c 'echo it'\\''s'",
    ],
  ],
  StartContainer: [[{ container: 'web' }, 'docker start web']],
  StopContainer: [
    [{ container: 'web' }, 'docker stop web'],
    [{ container: 'web', timeout: 3 }, 'docker stop -t 3 web'],
  ],
  RestartContainer: [[{ container: 'web', timeout: -1 }, 'docker restart -t -1 web']],
  KillContainer: [[{ container: 'web', signal: 'HUP' }, 'docker kill -s HUP web']],
  PauseContainer: [[{ container: 'web' }, 'docker pause web']],
  UnpauseContainer: [[{ container: 'web' }, 'docker unpause web']],
  RenameContainer: [[{ container: 'web', name: 'a\nb' }, "docker rename web $'a\\nb'"]],
  UpdateContainer: [
    [
      { container: 'web', restartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 }, memory: 6291456 },
      'docker update --restart on-failure:2 -m 6291456 web',
    ],
    [
      { container: 'web', restartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
      'docker update --restart always web',
    ],
  ],
  RemoveContainer: [[{ container: 'web', force: true, volumes: true }, 'docker rm -f -v web']],
  PruneContainers: [
    [{}, 'docker container prune -f'],
    [
      { filters: { until: ['1h'], 'label!': ['keep'] } },
      "docker container prune -f --filter until=1h --filter 'label!=keep'",
    ],
  ],
  WaitContainer: [
    [{ container: 'web' }, 'docker wait web'],
    [
      { container: 'web', condition: 'removed' },
      "curl -s --unix-socket /var/run/docker.sock -X POST 'http://docker/containers/web/wait?condition=removed'",
    ],
  ],
  TopContainer: [[{ container: 'web', psArgs: '-ef' }, 'docker top web -ef']],
  LogsContainer: [
    [{ container: 'web', stdout: true, stderr: true, follow: true }, 'docker logs -f web'],
    [{ container: 'web', stdout: true, stderr: false }, 'docker logs web 2> /dev/null'],
  ],
  AttachContainer: [[{ container: 'web', stream: true }, 'docker attach --no-stdin web']],
  ResizeContainer: [
    [
      { container: 'web', height: 24, width: 80 },
      "curl -s --unix-socket /var/run/docker.sock -X POST 'http://docker/containers/web/resize?h=24&w=80'",
    ],
  ],
  InspectContainer: [[{ container: 'web' }, 'docker container inspect web']],
  ListContainers: [[{ all: true }, 'docker ps -a']],
  StatsContainer: [[{ container: 'web' }, 'docker stats --no-stream web']],
  DiffContainer: [[{ container: 'web' }, 'docker diff web']],
  CommitContainer: [
    [
      { container: 'web', repo: 'app', tag: '1', comment: 'a b', pause: false, changes: ['CMD ls'] },
      "docker commit --pause=false -m 'a b' -c 'CMD ls' web app:1",
    ],
  ],
  ExportContainer: [[{ container: 'web' }, 'docker export -o /dev/null web']],
  CreateExec: [
    [
      { container: 'web', config: { command: ['sh', '-c', 'ls /'], user: '1:2', workingDir: '/tmp' } },
      "docker exec -d -u 1:2 -w /tmp web sh -c 'ls /'  # created, not started yet",
    ],
  ],
  StartExec: [
    [
      { exec: id, detach: true },
      `curl -s --unix-socket /var/run/docker.sock -X POST -H 'Content-Type: application/json' -d '{"Detach":true}' http://docker/exec/${id}/start`,
    ],
  ],
  InspectExec: [[{ exec: id }, `curl -s --unix-socket /var/run/docker.sock http://docker/exec/${id}/json`]],
  PutArchive: [[{ container: 'web', path: '/srv', entries }, "docker cp - web:/srv  # a tar of etc/, 'etc/a b'"]],
  GetArchive: [[{ container: 'web', path: '/srv' }, 'docker cp web:/srv - > /dev/null']],
  StatArchive: [
    [
      { container: 'web', path: '/a b' },
      "curl -s --unix-socket /var/run/docker.sock -I 'http://docker/containers/web/archive?path=%2Fa%20b'",
    ],
  ],
  PullImage: [[{ reference: 'redis', tag: '7', fetched: { refused: 'unknown' } }, 'docker pull redis:7']],
  LoadImage: [
    [
      { images: [{ config: '{}', layers: [], repoTags: ['redis:latest'] }], layers: [] },
      'docker load  # an archive of redis:latest',
    ],
  ],
  ImportImage: [
    [
      { layer: { diffId: digest, size: 0, entries }, repo: 'base', tag: '1', message: 'm' },
      "docker import -m m - base:1  # a tar of etc/, 'etc/a b'",
    ],
  ],
  SaveImages: [[{ images: ['redis', 'base:1'] }, 'docker save -o /dev/null redis base:1']],
  TagImage: [[{ image: 'redis', repo: 'r', tag: '1' }, 'docker tag redis r:1']],
  RemoveImage: [[{ image: 'redis', force: true, noprune: true }, 'docker rmi -f --no-prune redis']],
  PruneImages: [
    [{ all: true, filters: { label: ['a=b'] } }, 'docker image prune -f -a --filter label=a=b'],
    [{ filters: { dangling: ['false'] } }, 'docker image prune -f --filter dangling=false'],
  ],
  InspectImage: [[{ image: 'redis' }, 'docker image inspect redis']],
  HistoryImage: [[{ image: 'redis' }, 'docker history redis']],
  ListImages: [[{ all: true, filters: { dangling: ['true'] } }, 'docker images -a --filter dangling=true']],
  BeginStage: [[{ from: 'redis' }, '# docker build: FROM redis']],
  BuildStep: [
    [
      { state: {} as never, instruction: { word: 'RUN', args: ['echo a > /b'], shell: true } },
      '# docker build: RUN echo a > /b',
    ],
    [
      { state: {} as never, instruction: { word: 'COPY', sources: ['a', 'b'], dest: '/c/' } },
      '# docker build: COPY a b /c/',
    ],
  ],
  CommitBuildStep: [
    [
      { state: {} as never, container: id, config: {} },
      '# docker build: the container cccccccccccc of a step becomes its image',
    ],
  ],
  CreateVolume: [
    [
      { name: 'data', driver: 'local', labels: { a: 'b' }, options: { type: 'tmpfs' } },
      'docker volume create -d local --label a=b -o type=tmpfs data',
    ],
  ],
  RemoveVolume: [[{ volume: 'data', force: true }, 'docker volume rm -f data']],
  InspectVolume: [[{ volume: 'data' }, 'docker volume inspect data']],
  ListVolumes: [[{}, 'docker volume ls']],
  PruneVolumes: [[{ filters: { label: ['a'] } }, 'docker volume prune -f --filter label=a']],

  WriteFile: [
    [{ ...file, data: "it's\n" }, "docker exec web sh -c $'printf %s \\'it\\'\\\\\\'\\'s\\n\\' > \\'/etc/a b\\''"],
    [{ pid, path: '/a', data: '' }, "docker exec web sh -c ': > /a'"],
    [{ pid, path: '/a', data: 'x', uid: 1000, gid: 5 }, "docker exec -u 1000:5 web sh -c 'printf %s x > /a'"],
    [{ pid, path: '/a', content: digest }, `docker exec web sh -c 'cat ${digest} > /a'`],
  ],
  CreateFile: [[{ pid, path: '/a', data: 'x' }, "docker exec web sh -c 'set -C; printf %s x > /a'"]],
  AppendFile: [[{ pid, path: '/a', data: 'x' }, "docker exec web sh -c 'printf %s x >> /a'"]],
  TruncateFile: [[{ pid, path: '/a', size: 9 }, "docker exec web sh -c 'truncate -s 9 /a'"]],
  RemoveFile: [[{ pid, path: '/\udcff' }, "docker exec web sh -c $'unlink \\'/\\xff\\''"]],
  RemoveDirectory: [[{ pid, path: '/a' }, "docker exec web sh -c 'rmdir /a'"]],
  MakeDirectory: [[{ pid, path: '/a', mode: 0o1777 }, "docker exec web sh -c 'mkdir -m 1777 /a'"]],
  RenameFile: [[{ pid, path: '/a', to: '/b' }, "docker exec web sh -c 'mv -T /a /b'"]],
  LinkFile: [[{ pid, path: '/a', to: '/b' }, "docker exec web sh -c 'ln /a /b'"]],
  SymlinkFile: [[{ pid, path: '/a', target: '../b' }, "docker exec web sh -c 'ln -s ../b /a'"]],
  ChmodFile: [[{ pid, path: '/a', mode: 0o4755 }, "docker exec web sh -c 'chmod 4755 /a'"]],
  ChownFile: [
    [{ pid, path: '/a', owner: 1, group: 2 }, "docker exec web sh -c 'chown 1:2 /a'"],
    [{ pid, path: '/a', group: 2, link: true }, "docker exec web sh -c 'chown -h :2 /a'"],
  ],
  TouchFile: [[{ pid, path: '/a' }, "docker exec web sh -c 'touch /a'"]],
  SetXattr: [[{ pid, path: '/a', name: 'user.k', value: 'v' }, "docker exec web sh -c 'setfattr -n user.k -v v /a'"]],
  RemoveXattr: [[{ pid, path: '/a', name: 'user.k' }, "docker exec web sh -c 'setfattr -x user.k /a'"]],
  MakeSpecialFile: [
    [{ pid, path: '/a', special: 'fifo' }, "docker exec web sh -c 'mkfifo /a'"],
    [
      { pid, path: '/a', special: { device: 'char', major: 1, minor: 3 }, mode: 0o600 },
      "docker exec web sh -c 'mknod -m 600 /a c 1 3'",
    ],
    [{ pid, path: '/a', special: 'socket' }, '# process 812 of web: bind: a socket /a'],
  ],
  SignalProcess: [
    [{ pid, target: 7, signal: 15 }, "docker exec web sh -c 'kill -TERM 7'"],
    [{ pid, target: -1, signal: 40 }, "docker exec web sh -c 'kill -40 -- -1'"],
  ],
  SetPidMax: [[{ pid, max: 450 }, "docker exec web sh -c 'echo 450 > /proc/sys/kernel/pid_max'"]],
  PrintOutput: [
    [{ pid, output: 'stderr', text: 'oh\n' }, "# process 812 of web: printf %s 'oh\\n' >&2"],
    [{ pid, output: 'stdout', text: 'oh', toMain: true }, "docker exec web sh -c 'printf %s oh > /proc/1/fd/1'"],
  ],
  ForkProcess: [
    [{ pid, argv: ['sleep', '5'] }, '# process 812 of web: sleep 5 &'],
    [{ pid, comm: 'worker' }, '# process 812 of web: worker &'],
  ],
  ExecuteProgram: [[{ pid, argv: ['sleep', '5'] }, '# process 812 of web: exec sleep 5']],
  SpawnThread: [[{ pid, comm: 'bio_aof' }, '# process 812 of web: pthread_create: a thread bio_aof']],
  ExitProcess: [
    [{ pid, code: 3 }, '# process 812 of web: exit 3'],
    [{ pid, code: 0, fault: 11 }, '# process 812 of web: dies of a fault: SEGV'],
  ],
  SetDisposition: [
    [{ pid, signal: 15 }, '# process 812 of web: trap - TERM'],
    [{ pid, signal: 15, disposition: { action: 'ignore' } }, "# process 812 of web: trap '' TERM"],
    [{ pid, signal: 15, disposition: { action: 'exit', code: 2 } }, "# process 812 of web: trap 'exit 2' TERM"],
  ],
  SetSubreaper: [[{ pid }, '# process 812 of web: prctl(PR_SET_CHILD_SUBREAPER)']],
  WaitChildren: [
    [{ pid }, '# process 812 of web: wait'],
    [{ pid, forever: true }, '# process 812 of web: waits for its children from now on'],
  ],

  InstallEngine: [
    [{ profile: 'docker-20.10', liveRestore: true }, '# host: install the engine docker-20.10, live-restore'],
  ],
  StartService: [[{ argv: ['redis-server', '--port', '0'] }, '# host: redis-server --port 0 &']],
  SignalHostProcess: [[{ pid, signal: 9 }, '# host: kill -KILL 812']],
  StopDaemon: [[{}, '# host: systemctl stop docker']],
  CrashDaemon: [[{}, '# host: kill -KILL $(pidof dockerd)']],
  StartDaemon: [
    [{}, '# host: systemctl start docker'],
    [{ liveRestore: true }, '# host: dockerd --live-restore=true &'],
  ],
  KillContainerd: [[{}, '# host: kill -KILL $(pidof containerd)']],
  RunOutOfMemory: [[{ pid }, '# host: memory runs out, the kernel picks 812']],
  FireRestarts: [[{}, '# host: restart timers that are due']],

  MoveRegistryTag: [[{ repository: 'app', tag: '1', manifest: digest }, `# registry: app:1 now leads to ${digest}`]],
};

const issuers = { client: clientVerbs, process: processVerbs, host: hostVerbs, registry: registryVerbs };
const issuerOf = (type: string) => Object.entries(issuers).find(([, verbs]) => Object.hasOwn(verbs, type))?.[0];

test('there is an example of every verb that can be decided', () => {
  const verbs = Object.values(issuers).flatMap((table) => Object.keys(table));
  expect(Object.keys(examples).sort()).toEqual(verbs.sort());
});

describe('a command prints as a line to paste, or as a comment where nobody can', () => {
  const rows = Object.entries(examples).flatMap(([type, some]) =>
    some.map(([fields, line]) => ({ type, fields, line })),
  );
  test.each(rows)('$type: $line', ({ type, fields, line }) => {
    const command = { issuer: issuerOf(type), type, ...fields } as Command;
    const printed = printCommand(command, { container: 'web', isMain: false });
    expect(printed).toBe(line);
    expect(printed).not.toMatch(/\p{Cc}|undefined|\[object/u);
  });
});

test('without knowing where a process is, the comment names it by its number', () => {
  expect(printCommand({ issuer: 'process', type: 'RemoveFile', pid, path: '/a' })).toBe('# process 812: unlink /a');
});
