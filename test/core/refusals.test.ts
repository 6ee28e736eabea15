import { describe, expect, it } from 'vitest';
import { type Command, decide } from '../../src/core/decide.ts';
import type { Pid } from '../../src/core/kernel/brand.ts';
import { known } from '../../src/core/kernel/impossible.ts';
import { ofContainer } from '../../src/core/lifecycle/story.ts';
import { emptyWorld } from '../../src/core/world.ts';
import { Bench } from '../facts/lifecycle/bench.ts';
import { create, start } from '../facts/lifecycle/states.ts';

/**
 * Refusals as commands come by them: code, HTTP status (0 where no engine answers) and the exact text, of Docker Engine
 * 20.10.24 and of Linux (docs/facts.md; the texts of a client's command stand in sessions/ too). ID, OTHER and MOUNT stand
 * for the container's, the other container's and the write layer's.
 */
type Row = readonly [given: Given, when: object, code: string, status: number, text: string];

const sleeping = { Image: 'base:1', Cmd: ['sleep', '9'], HostConfig: { NetworkMode: 'none' } };

/** How the container `web` came to be what it is. */
const states = {
  nothing: () => undefined,
  created: (bench: Bench) => void create(bench, sleeping),
  running: (bench: Bench) => {
    create(bench, sleeping);
    start(bench);
  },
  paused: (bench: Bench) => {
    states.running(bench);
    bench.perform({ issuer: 'client', type: 'PauseContainer', container: 'web' });
  },
  exited: (bench: Bench) => {
    states.running(bench);
    bench.exit(3);
  },
  restarting: (bench: Bench) => {
    create(bench, {
      ...sleeping,
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
    });
    start(bench);
    bench.exit(3);
  },
  'auto-removed': (bench: Bench) =>
    void create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', AutoRemove: true } }),
  'with a read-only root': (bench: Bench) =>
    void create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', ReadonlyRootfs: true } }),
  'with volumes': (bench: Bench) =>
    void create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', Binds: ['data:/data', 'ro:/ro:ro'] } }),
  'without logs': (bench: Bench) =>
    void create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', LogConfig: { Type: 'none', Config: {} } } }),
  removing: (bench: Bench) => {
    states.exited(bench);
    bench.happen(ofContainer(idOf(bench), bench.now, 'RemovalStarted', {}));
  },
  dead: (bench: Bench) => {
    states.exited(bench);
    bench.happen(ofContainer(idOf(bench), bench.now, 'DirectoryHeld', { held: true }));
    bench.perform({ issuer: 'client', type: 'RemoveContainer', container: 'web' });
  },
  stopped: (bench: Bench) => {
    states.running(bench);
    bench.perform({ issuer: 'host', type: 'SignalHostProcess', pid: bench.main() as Pid, signal: 19 });
  },
  'without a daemon': (bench: Bench) => void bench.perform({ issuer: 'host', type: 'StopDaemon' }),
  'with a pids limit': (bench: Bench) => {
    create(bench, { ...sleeping, HostConfig: { NetworkMode: 'none', PidsLimit: 1 } });
    start(bench);
  },
  'without its image': (bench: Bench) => {
    states.created(bench);
    bench.perform({ issuer: 'client', type: 'RemoveImage', image: 'base:1', force: true });
  },
} satisfies Record<string, (bench: Bench) => void>;
type Given = keyof typeof states;

const idOf = (bench: Bench) => known(bench.container(), 'web').id;

const on = (type: string, more: object = {}) => ({ issuer: 'client', type, container: 'web', ...more });
const client = (type: string, more: object = {}) => ({ issuer: 'client', type, ...more });
const creates = (config: object, hostConfig: object = {}, more: object = {}) =>
  client('CreateContainer', {
    config: { Image: 'base:1', Cmd: ['true'], ...config },
    hostConfig: { NetworkMode: 'none', ...hostConfig },
    ...more,
  });
const host = (type: string, more: object = {}) => ({ issuer: 'host', type, ...more });
const main = (type: string, more: object = {}) => ({ issuer: 'process', type, pid: 'main', ...more });
const spec = (of: string, why: string) => `invalid volume specification: '${of}'${why}`;
const at = { mtime: '1970-01-01T00:00:00Z', uid: 0, gid: 0 };
const directory = (path: string) => ({ path, node: { kind: 'directory', mode: 0o755, ...at } });
const link = (path: string) => ({ path, node: { kind: 'symlink', mode: 0o777, target: 'x', ...at } });
const put = (path: string, ...entries: readonly object[]) =>
  on('PutArchive', { path, entries, noOverwriteDirNonDir: true });
const taken = 'You have to remove (or rename) that container to be able to reuse that name.';

const rows: readonly Row[] = [
  ['nothing', on('StartContainer'), 'ContainerNotFound', 404, 'No such container: web'],
  ['nothing', on('KillContainer'), 'ContainerNotFound', 404, 'Cannot kill container: web: No such container: web'],
  ['nothing', on('KillContainer', { signal: 'x' }), 'InvalidSignal', 400, 'Invalid signal: x'],
  [
    'running',
    on('KillContainer', { signal: '32' }),
    'UnsupportedSignal',
    500,
    'Cannot kill container: web: The linux daemon does not support signal 32',
  ],
  [
    'running',
    on('KillContainer', { signal: '65' }),
    'UnsupportedSignal',
    500,
    'Cannot kill container: web: The linux daemon does not support signal 65',
  ],
  [
    'created',
    on('KillContainer'),
    'ContainerNotRunning',
    409,
    'Cannot kill container: web: Container ID is not running',
  ],
  ['paused', on('StartContainer'), 'ContainerPaused', 409, 'cannot start a paused container, try unpause instead'],
  ['dead', on('StartContainer'), 'ContainerDead', 409, 'container is marked for removal and cannot be started'],
  [
    'dead',
    on('RestartContainer'),
    'ContainerDead',
    500,
    'Cannot restart container web: container is marked for removal and cannot be started',
  ],
  ['paused', on('PauseContainer'), 'ContainerPaused', 409, 'Container ID is already paused'],
  [
    'restarting',
    on('PauseContainer'),
    'ContainerRestarting',
    409,
    'Container ID is restarting, wait until the container is running',
  ],
  ['exited', on('PauseContainer'), 'ContainerNotRunning', 409, 'Container ID is not running'],
  ['running', on('UnpauseContainer'), 'ContainerNotPaused', 500, 'Container ID is not paused'],
  [
    'running',
    on('RemoveContainer'),
    'ContainerRunning',
    409,
    'You cannot remove a running container ID. Stop the container before attempting removal or force remove',
  ],
  [
    'paused',
    on('RemoveContainer'),
    'ContainerPaused',
    409,
    'You cannot remove a paused container ID. Unpause and then stop the container before attempting removal or force remove',
  ],
  [
    'restarting',
    on('RemoveContainer'),
    'ContainerRestarting',
    409,
    'You cannot remove a restarting container ID. Stop the container before attempting removal or force remove',
  ],
  ['removing', on('RemoveContainer'), 'RemovalInProgress', 409, 'removal of container web is already in progress'],
  [
    'exited',
    on('RemoveContainer', { link: true }),
    'DefaultLinkName',
    500,
    'Conflict, cannot remove the default link name of the container',
  ],
  [
    'dead',
    on('RemoveContainer'),
    'FilesystemUndeletable',
    500,
    'unable to remove filesystem for ID: unlinkat /var/lib/docker/containers/ID/hostname: operation not permitted',
  ],
  ['created', on('RenameContainer', { name: '' }), 'EmptyName', 400, 'Neither old nor new names may be empty'],
  [
    'created',
    client('RenameContainer', { container: '', name: 'x' }),
    'EmptyName',
    400,
    'Neither old nor new names may be empty',
  ],
  [
    'created',
    on('RenameContainer', { name: '/web' }),
    'SameName',
    400,
    'Renaming a container with the same name as its current name',
  ],
  [
    'created',
    on('RenameContainer', { name: 'x' }),
    'InvalidName',
    400,
    'Error when allocating new name: Invalid container name (/x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
  ],
  [
    'created',
    on('RenameContainer', { name: 'other' }),
    'NameInUse',
    409,
    `Error when allocating new name: Conflict. The container name "/other" is already in use by container "OTHER". ${taken}`,
  ],
  [
    'created',
    creates({}, {}, { name: 'web' }),
    'NameInUse',
    409,
    `Conflict. The container name "/web" is already in use by container "ID". ${taken}`,
  ],
  [
    'created',
    creates({}, {}, { name: '-' }),
    'InvalidName',
    400,
    'Invalid container name (-), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
  ],
  ['restarting', on('RenameContainer', { name: 'new' }), 'SandboxNotFound', 404, 'sandbox SANDBOX not found'],
  [
    'created',
    on('LogsContainer', { stdout: false, stderr: false }),
    'NoStream',
    400,
    'Bad parameters: you must choose at least one stream',
  ],
  [
    'without logs',
    on('LogsContainer', { stdout: true, stderr: false }),
    'DriverDoesNotRead',
    501,
    'configured logging driver does not support reading',
  ],
  [
    'dead',
    on('LogsContainer', { stdout: false, stderr: true }),
    'ContainerDead',
    409,
    'can not get logs from container which is dead or marked for removal',
  ],
  [
    'paused',
    on('AttachContainer'),
    'ContainerPaused',
    409,
    'container web is paused, unpause the container before attach',
  ],
  [
    'restarting',
    on('AttachContainer'),
    'ContainerRestarting',
    409,
    'container web is restarting, wait until the container is running',
  ],
  ['restarting', on('ResizeContainer', { height: 1, width: 1 }), 'TaskNotFound', 404, 'no such container'],
  [
    'created',
    on('ResizeContainer', { height: 1, width: 1 }),
    'ContainerNotRunning',
    409,
    'Container ID is not running',
  ],
  [
    'restarting',
    on('TopContainer'),
    'ContainerRestarting',
    409,
    'Container ID is restarting, wait until the container is running',
  ],
  ['running', on('TopContainer', { psArgs: '-o comm' }), 'PsFailed', 500, "Couldn't find PID field in ps output"],
  ['running', on('TopContainer', { psArgs: '-o ppid=PID' }), 'PsFailed', 500, 'specifying "ppid=PID" is not allowed'],
  [
    'running',
    on('TopContainer', { psArgs: '-o pid,nope' }),
    'PsFailed',
    500,
    'ps: error: unknown user-defined format specifier "nope"',
  ],
  ['dead', on('DiffContainer'), 'WriteLayerGone', 500, 'RWLayer of container web is unexpectedly nil'],
  [
    'removing',
    on('DiffContainer'),
    'WriteLayerGone',
    500,
    'stat /var/lib/docker/overlay2/MOUNT: no such file or directory',
  ],
  [
    'dead',
    on('UpdateContainer', { memory: 0 }),
    'ContainerDead',
    500,
    'Cannot update container ID: container is marked for removal and cannot be "update"',
  ],
  [
    'auto-removed',
    on('UpdateContainer', { restartPolicy: { Name: 'always' } }),
    'AutoRemoveSet',
    409,
    'Cannot update container ID: Restart policy cannot be updated because AutoRemove is enabled for the container',
  ],
  [
    'created',
    on('UpdateContainer', { memory: 6 * 1024 * 1024 - 1 }),
    'MemoryTooSmall',
    400,
    'Minimum memory limit allowed is 6MB',
  ],
  ['dead', on('CommitContainer'), 'ContainerIsDead', 409, 'You cannot commit container ID which is Dead'],
  ['removing', on('ExportContainer'), 'ContainerIsDead', 409, 'You cannot export container ID which is Dead'],
  [
    'nothing',
    client('CommitContainer', { container: '' }),
    'InvalidContainerName',
    400,
    'invalid name or ID supplied: ""',
  ],
  [
    'without its image',
    on('CommitContainer'),
    'ImageFileMissing',
    500,
    'failed to get digest sha256:IMAGE: open /var/lib/docker/image/overlay2/imagedb/content/sha256/IMAGE: no such file or directory',
  ],
  [
    'created',
    on('CommitContainer', { repo: 'BAD' }),
    'InvalidReference',
    500,
    'invalid reference format: repository name must be lowercase',
  ],
  [
    'created',
    on('CommitContainer', { changes: ['RUN x'] }),
    'InvalidDockerfile',
    400,
    'run is not a valid change command',
  ],
  // Execs
  ['running', on('CreateExec', { config: { command: [] } }), 'NoExecCommand', 400, 'No exec command specified'],
  [
    'paused',
    on('CreateExec', { config: { command: ['x'] } }),
    'ContainerPaused',
    409,
    'Container web is paused, unpause the container before exec',
  ],
  [
    'restarting',
    on('CreateExec', { config: { command: ['x'] } }),
    'ContainerRestarting',
    409,
    'Container ID is restarting, wait until the container is running',
  ],
  [
    'exited',
    on('CreateExec', { config: { command: ['x'] } }),
    'ContainerNotRunning',
    409,
    'Container ID is not running',
  ],
  ['running', client('StartExec', { exec: 'x', detach: false }), 'ExecNotFound', 404, 'No such exec instance: x'],
  ['running', client('InspectExec', { exec: 'x' }), 'ExecNotFound', 404, 'No such exec instance: x'],
  // Creating
  [
    'nothing',
    creates({ WorkingDir: 'x' }),
    'InvalidWorkingDir',
    400,
    "the working directory 'x' is invalid, it needs to be an absolute path",
  ],
  ['nothing', creates({ StopSignal: 'x' }), 'InvalidSignal', 400, 'Invalid signal: x'],
  ['nothing', creates({ Env: ['A=1', '=x'] }), 'InvalidEnvironment', 400, 'invalid environment variable: =x'],
  ['nothing', creates({ Env: [''] }), 'InvalidEnvironment', 400, 'invalid environment variable: '],
  [
    'nothing',
    creates({}, { AutoRemove: true, RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } }),
    'AutoRemoveSet',
    400,
    "can't create 'AutoRemove' container with restart policy",
  ],
  [
    'nothing',
    creates({}, { RestartPolicy: { Name: 'no', MaximumRetryCount: 1 } }),
    'InvalidRestartPolicy',
    400,
    "maximum retry count cannot be used with restart policy 'no'",
  ],
  [
    'nothing',
    creates({}, { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: -1 } }),
    'InvalidRestartPolicy',
    400,
    'maximum retry count cannot be negative',
  ],
  ['nothing', creates({}, { RestartPolicy: { Name: 'x' } }), 'InvalidRestartPolicy', 400, "invalid restart policy 'x'"],
  ['nothing', creates({}, { Memory: 1 }), 'MemoryTooSmall', 400, 'Minimum memory limit allowed is 6MB'],
  ['nothing', creates({ Cmd: [] }), 'NoCommand', 400, 'No command specified'],
  ['nothing', creates({ Image: 'nope' }), 'ImageNotFound', 404, 'No such image: nope:latest'],
  [
    'nothing',
    creates({ Hostname: 'h' }, { UTSMode: 'host' }),
    'ConflictingHostname',
    400,
    'conflicting options: hostname and the UTS mode',
  ],
  [
    'nothing',
    creates({ Hostname: 'h' }, { NetworkMode: 'container:x' }),
    'ConflictingHostname',
    400,
    'conflicting options: hostname and the network mode',
  ],
  [
    'nothing',
    creates({ ExposedPorts: { '1/tcp': {} } }, { NetworkMode: 'container:x' }),
    'ConflictingPorts',
    400,
    'conflicting options: port exposing and the container type network mode',
  ],
  [
    'nothing',
    creates({}, { NetworkMode: 'container:' }),
    'InvalidNetworkMode',
    400,
    'Invalid network mode: invalid container format container:<name|id>',
  ],
  ['nothing', creates({}, { PidMode: 'container:x' }), 'ContainerNotFound', 400, 'No such container: x'],
  ['nothing', creates({}, { VolumesFrom: ['x'] }), 'ContainerNotFound', 400, 'No such container: x'],
  ['nothing', creates({}, { Binds: ['a:/b:c:d'] }), 'InvalidVolumeSpecification', 500, spec('a:/b:c:d', '')],
  ['nothing', creates({}, { Binds: ['aa:/b:x'] }), 'InvalidMountMode', 500, 'invalid mode: x'],
  [
    'nothing',
    creates({}, { Binds: ['aa:b'] }),
    'InvalidVolumeSpecification',
    500,
    spec('aa:b', ': invalid mount config for type "volume": invalid mount path: \'b\' mount path must be absolute'),
  ],
  [
    'nothing',
    creates({}, { Binds: ['/a:/'] }),
    'InvalidVolumeSpecification',
    500,
    spec('/a:/', ": invalid mount config for type \"bind\": invalid specification: destination can't be '/'"),
  ],
  [
    'nothing',
    creates({}, { Binds: ['/a:/b:nocopy'] }),
    'InvalidVolumeSpecification',
    500,
    spec('/a:/b:nocopy', ': invalid mount config for type "bind": field VolumeOptions must not be specified'),
  ],
  [
    'nothing',
    creates({}, { Binds: ['aa:/b:shared'] }),
    'InvalidVolumeSpecification',
    500,
    spec('aa:/b:shared', ': invalid mount config for type "volume": field BindOptions must not be specified'),
  ],
  ['nothing', creates({}, { Binds: ['aa:/x', 'bb:/x'] }), 'DuplicateMountPoint', 400, 'Duplicate mount point: /x'],
  [
    'nothing',
    creates({}, { Binds: ['aa:/x'], Mounts: [{ Type: 'volume', Source: 'bb', Target: '/x' }] }),
    'DuplicateMountPoint',
    400,
    'Duplicate mount point: /x',
  ],
  [
    'nothing',
    creates({}, { Mounts: [{ Type: 'bind', Source: '/no', Target: '/x' }] }, { sources: { '/no': 'missing' } }),
    'BindSourceMissing',
    400,
    'invalid mount config for type "bind": bind source path does not exist: /no',
  ],
  [
    'nothing',
    creates({ WorkingDir: '/bin/busybox' }),
    'WorkingDirIsFile',
    500,
    'Cannot mkdir: /bin/busybox is not a directory',
  ],
  // Copying
  ['created', on('GetArchive', { path: '' }), 'EmptyArchivePath', 400, 'bad parameter: pathcannot be empty'],
  ['created', on('StatArchive', { path: '/no' }), 'PathNotFound', 404, 'Could not find the file /no in container web'],
  [
    'removing',
    on('StatArchive', { path: '/bin' }),
    'PathNotFound',
    404,
    'Could not find the file /bin in container web',
  ],
  ['dead', on('GetArchive', { path: '/bin' }), 'LayerIsGone', 500, 'RWLayer of container ID is unexpectedly nil'],
  ['created', put('/bin/busybox'), 'NotAnExtractionPoint', 500, 'extraction point is not a directory'],
  ['with a read-only root', put('/'), 'RootIsReadOnly', 500, 'container rootfs is marked read-only'],
  ['with volumes', put('/ro'), 'VolumeIsReadOnly', 500, 'mounted volume is marked read-only'],
  [
    'created',
    put('/bin', link('../x')),
    'OutsideOfExtraction',
    500,
    'Error processing tar file(exit status 1): "../x" is outside of "/bin"',
  ],
  [
    'created',
    put('/', link('bin')),
    'CannotOverwrite',
    500,
    'Error processing tar file(exit status 1): cannot overwrite directory "/bin" with non-directory "/"',
  ],
  [
    'created',
    put('/bin', directory('sh')),
    'CannotOverwrite',
    500,
    'Error processing tar file(exit status 1): cannot overwrite non-directory "/bin/sh" with directory "/bin"',
  ],
  // Volumes
  [
    'nothing',
    client('CreateVolume', { name: 'x' }),
    'InvalidVolumeName',
    400,
    'create x: volume name is too short, names should be at least two alphanumeric characters',
  ],
  [
    'nothing',
    client('CreateVolume', { name: '.x' }),
    'InvalidVolumeName',
    400,
    'create .x: ".x" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path',
  ],
  [
    'nothing',
    client('CreateVolume', { name: 'vv', driver: 'x' }),
    'NoSuchVolumeDriver',
    404,
    'create vv: error looking up volume plugin x: plugin "x" not found',
  ],
  ['nothing', client('InspectVolume', { volume: 'vv' }), 'VolumeNotFound', 404, 'get vv: no such volume'],
  ['nothing', client('RemoveVolume', { volume: 'vv' }), 'VolumeNotFound', 404, 'get vv: no such volume'],
  [
    'with volumes',
    client('RemoveVolume', { volume: 'data', force: true }),
    'VolumeInUse',
    409,
    'remove data: volume is in use - [ID]',
  ],
  ...(['PruneVolumes', 'PruneContainers', 'PruneImages'] as const).map(
    (type): Row => ['nothing', client(type, { filters: { x: ['1'] } }), 'InvalidFilter', 400, "Invalid filter 'x'"],
  ),
  ['nothing', client('PruneVolumes', { filters: { until: ['1h'] } }), 'InvalidFilter', 400, "Invalid filter 'until'"],
  [
    'nothing',
    client('PruneImages', { filters: { dangling: ['x', 'y'] } }),
    'InvalidFilter',
    400,
    "Invalid filter 'dangling=[x y]'",
  ],
  [
    'nothing',
    client('ListImages', { filters: { dangling: ['x', 'y'] } }),
    'InvalidFilter',
    400,
    "Invalid filter 'dangling=[x y]'",
  ],
  ['nothing', client('ListImages', { filters: { x: ['1'] } }), 'InvalidFilter', 400, "Invalid filter 'x'"],
  [
    'nothing',
    client('PruneContainers', { filters: { until: ['1h', '2h'] } }),
    'SeveralUntil',
    500,
    'more than one until filter specified',
  ],
  [
    'nothing',
    client('PruneImages', { filters: { until: ['x'] } }),
    'InvalidUntil',
    500,
    'failed to parse value as time or duration: "x"',
  ],
  // Images
  [
    'nothing',
    client('InspectImage', { image: 'nope' }),
    'ImageNotFound',
    404,
    'no such image: nope: No such image: nope:latest',
  ],
  ['nothing', client('HistoryImage', { image: 'nope' }), 'ImageNotFound', 404, 'No such image: nope:latest'],
  ['nothing', client('RemoveImage', { image: 'nope' }), 'ImageNotFound', 404, 'No such image: nope:latest'],
  [
    'nothing',
    client('TagImage', { image: 'base:1', repo: 'BAD' }),
    'InvalidReference',
    500,
    'invalid reference format: repository name must be lowercase',
  ],
  [
    'nothing',
    client('TagImage', { image: 'base:1', repo: 'sha256', tag: '1' }),
    'AmbiguousTag',
    400,
    'refusing to create an ambiguous tag using digest algorithm as name',
  ],
  [
    'nothing',
    client('TagImage', { image: 'base:1', repo: `a@sha256:${'0'.repeat(64)}` }),
    'TagWithDigest',
    400,
    'refusing to create a tag with a digest reference',
  ],
  [
    'nothing',
    client('ImportImage', { layer: {}, repo: `a@sha256:${'0'.repeat(64)}` }),
    'ImportWithDigest',
    400,
    'cannot import digest reference',
  ],
  [
    'nothing',
    client('ImportImage', { layer: {}, repo: 'BAD' }),
    'InvalidReference',
    400,
    'invalid reference format: repository name must be lowercase',
  ],
  [
    'created',
    client('RemoveImage', { image: 'base:1' }),
    'ImageInUse',
    409,
    'conflict: unable to remove repository reference "base:1" (must force) - container ANY is using its referenced image SHORT',
  ],
  [
    'nothing',
    client('PullImage', { reference: 'BAD', fetched: { refused: 'denied' } }),
    'InvalidReference',
    400,
    'invalid reference format: repository name must be lowercase',
  ],
  [
    'nothing',
    client('PullImage', { reference: 'a', platform: '!', fetched: { refused: 'denied' } }),
    'InvalidPlatform',
    400,
    '"!" is an invalid component of "!": platform specifier component must match "^[A-Za-z0-9_-]+$": invalid argument',
  ],
  [
    'nothing',
    client('PullImage', { reference: 'a', fetched: { refused: 'denied' } }),
    'PullAccessDenied',
    404,
    "pull access denied for a, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'nothing',
    client('PullImage', { reference: 'a', tag: '2', fetched: { refused: 'unknown' } }),
    'ManifestUnknown',
    404,
    'manifest for a:2 not found: manifest unknown: manifest unknown',
  ],
  [
    'nothing',
    client('PullImage', { reference: 'a', fetched: { unreachable: 'why' } }),
    'RegistryUnreachable',
    500,
    'why',
  ],
  // The host
  [
    'without a daemon',
    on('StartContainer'),
    'DaemonNotRunning',
    0,
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  ['without a daemon', host('StopDaemon'), 'DaemonIsNotRunning', 0, 'dockerd is not running'],
  ['without a daemon', host('CrashDaemon'), 'DaemonIsNotRunning', 0, 'dockerd is not running'],
  ['without a daemon', host('KillContainerd'), 'DaemonIsNotRunning', 0, 'dockerd is not running'],
  ['nothing', host('StartDaemon'), 'DaemonIsRunning', 0, 'dockerd is running already'],
  ['nothing', host('InstallEngine'), 'EngineIsInstalled', 0, 'this host has an engine already'],
  ['nothing', host('SignalHostProcess', { pid: 9999, signal: 9 }), 'NoSuchProcess', 0, '(9999) - No such process'],
  ['nothing', host('RunOutOfMemory', { pid: 9999 }), 'NoSuchProcess', 0, '(9999) - No such process'],
  ['nothing', host('RunOutOfMemory', { pid: 1 }), 'NoSuchProcess', 0, '(1) - No such process'],
  // Processes
  [
    'nothing',
    { issuer: 'process', type: 'ExitProcess', pid: 9999, code: 0 },
    'NoSuchProcess',
    0,
    'no living process 9999 in a container',
  ],
  ['paused', main('ExitProcess', { code: 0 }), 'ProcessIsFrozen', 0, 'process PID is frozen'],
  ['stopped', main('ExitProcess', { code: 0 }), 'ProcessIsStopped', 0, 'process PID is stopped'],
  ['with a pids limit', main('ForkProcess'), 'PidsLimitReached', 0, "can't fork: Resource temporarily unavailable"],
  ['running', main('RemoveFile', { path: '/no' }), 'FileError', 0, 'unlink /no: ENOENT'],
];

describe('the page of refusals', () => {
  it.each(rows.map((row) => [`${row[0]}: ${JSON.stringify(row[1])}`, row] as const))(
    '%s',
    (_, [given, when, code, status, text]) => {
      const bench = new Bench();
      create(bench, { ...sleeping }, 'other');
      const imageId = known(bench.container('other'), 'other').image;
      states[given](bench);
      const pid = bench.main();
      const web = bench.container();
      const mount = web && bench.world.writeLayers.get(web.id)?.mountId;
      const command = ('pid' in when && when.pid === 'main' ? { ...when, pid } : when) as Command;
      const before = bench.world;
      const decision = bench.perform(command);
      if (decision.accepted) return expect(decision.accepted, 'refused').toBe(false);
      const names: readonly (readonly [string | undefined, string])[] = [
        [web?.id, 'ID'],
        [bench.container('other')?.id, 'OTHER'],
        [web?.sandboxId || undefined, 'SANDBOX'],
        [mount, 'MOUNT'],
        [imageId.slice('sha256:'.length), 'IMAGE'],
        [`image ${imageId.slice(7, 19)}`, 'image SHORT'],
      ];
      let shown = decision.rejection.message.replace(/container [0-9a-f]{12} /, 'container ANY ');
      for (const [name, word] of names) if (name !== undefined) shown = shown.split(name).join(word);
      if (pid !== undefined) shown = shown.replace(`process ${pid} `, 'process PID ');
      expect([decision.rejection.code, decision.rejection.status, shown]).toEqual([code, status, text]);
      // Who is refused at once has changed nothing.
      if (decision.events.length === 0) expect(bench.world).toBe(before);
    },
  );

  it('an empty host has no engine to ask', () => {
    const context = { entropy: { now: '1970-01-01T00:00:00Z' as never, seed: '' }, contents: () => undefined };
    expect(decide(emptyWorld, { issuer: 'client', type: 'ListVolumes' }, context)).toMatchObject({
      accepted: false,
      rejection: { code: 'DaemonNotRunning' },
    });
  });
});
