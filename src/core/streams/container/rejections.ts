import type { Rejection } from '../../kernel/decision.ts';

/**
 * The page of refusals: everything that Docker Engine 20.10.24 answers when a command on containers can not be done.
 * Code, HTTP status and text are measured (docs/facts.md). `reference` is what the client wrote, `id` the full id.
 */
const refusal = (code: string, status: number, message: string): Rejection => ({ code, status, message });

// Finding a container

export const noSuchContainer = (reference: string): Rejection =>
  refusal('ContainerNotFound', 404, `No such container: ${reference}`);
export const ambiguousPrefix = (prefix: string): Rejection =>
  refusal('ContainerAmbiguous', 500, `Multiple IDs found with provided prefix: ${prefix}`);
export const cannotKill = (reference: string, cause: Rejection): Rejection => ({
  ...cause,
  message: `Cannot kill container: ${reference}: ${cause.message}`,
});

/** Nothing is wrong and nothing changed: started already, stopped already. The body is empty. */

// Names

export const nameTaken = (name: string, owner: string): Rejection =>
  refusal(
    'NameInUse',
    409,
    `Conflict. The container name "/${name}" is already in use by container "${owner}". ` +
      'You have to remove (or rename) that container to be able to reuse that name.',
  );
export const invalidName = (name: string): Rejection =>
  refusal('InvalidName', 400, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
export const newNameRefused = (cause: Rejection): Rejection => ({
  ...cause,
  message: `Error when allocating new name: ${cause.message}`,
});
export const sameName = (): Rejection =>
  refusal('SameName', 400, 'Renaming a container with the same name as its current name');
export const emptyName = (): Rejection => refusal('EmptyName', 400, 'Neither old nor new names may be empty');
/** A restarting container has no network namespace to rename. */
export const sandboxNotFound = (sandbox: string): Rejection =>
  refusal('SandboxNotFound', 404, `sandbox ${sandbox} not found`);

// Where a container stands in its life

export const isPaused = (): Rejection =>
  refusal('ContainerPaused', 409, 'cannot start a paused container, try unpause instead');
export const markedForRemoval = (): Rejection =>
  refusal('ContainerDead', 409, 'container is marked for removal and cannot be started');
export const notRunning = (id: string): Rejection =>
  refusal('ContainerNotRunning', 409, `Container ${id} is not running`);
export const alreadyPaused = (id: string): Rejection =>
  refusal('ContainerPaused', 409, `Container ${id} is already paused`);
/** Measured: 500, though it is the client's mistake. */
export const notPaused = (id: string): Rejection => refusal('ContainerNotPaused', 500, `Container ${id} is not paused`);
export const isRestarting = (id: string): Rejection =>
  refusal('ContainerRestarting', 409, `Container ${id} is restarting, wait until the container is running`);
/** Measured: the status becomes 500 even where a start would give 400 or 409. */
export const cannotRestart = (reference: string, cause: Rejection): Rejection => ({
  ...cause,
  status: 500,
  message: `Cannot restart container ${reference}: ${cause.message}`,
});

// Signals

export const invalidSignal = (signal: string): Rejection => refusal('InvalidSignal', 400, `Invalid signal: ${signal}`);
export const unsupportedSignal = (signal: number): Rejection =>
  refusal('UnsupportedSignal', 500, `The linux daemon does not support signal ${signal}`);

// Removing

export const removeRunning = (id: string): Rejection =>
  refusal(
    'ContainerRunning',
    409,
    `You cannot remove a running container ${id}. Stop the container before attempting removal or force remove`,
  );
export const removePaused = (id: string): Rejection =>
  refusal(
    'ContainerPaused',
    409,
    `You cannot remove a paused container ${id}. Unpause and then stop the container before attempting removal or force remove`,
  );
export const removeRestarting = (id: string): Rejection =>
  refusal(
    'ContainerRestarting',
    409,
    `You cannot remove a restarting container ${id}. Stop the container before attempting removal or force remove`,
  );
export const removalInProgress = (reference: string): Rejection =>
  refusal('RemovalInProgress', 409, `removal of container ${reference} is already in progress`);
export const defaultLinkName = (): Rejection =>
  refusal('DefaultLinkName', 500, 'Conflict, cannot remove the default link name of the container');
export const undeletable = (id: string): Rejection =>
  refusal(
    'FilesystemUndeletable',
    500,
    `unable to remove filesystem for ${id}: unlinkat /var/lib/docker/containers/${id}/hostname: operation not permitted`,
  );

// Looking inside

export const noStreamChosen = (): Rejection =>
  refusal('NoStream', 400, 'Bad parameters: you must choose at least one stream');
/** Logs that no driver keeps (measured, docs/facts.md). */
export const driverDoesNotRead = (): Rejection => ({
  code: 'DriverDoesNotRead',
  status: 501,
  message: 'configured logging driver does not support reading',
});

export const hostnameWithHostUts = (): Rejection => ({
  code: 'ConflictingHostname',
  status: 400,
  message: 'conflicting options: hostname and the UTS mode',
});

export const hostnameOfAnother = (): Rejection =>
  refusal('ConflictingHostname', 400, 'conflicting options: hostname and the network mode');
export const portsOfAnother = (): Rejection =>
  refusal('ConflictingPorts', 400, 'conflicting options: port exposing and the container type network mode');
export const invalidNetworkMode = (): Rejection =>
  refusal('InvalidNetworkMode', 400, 'Invalid network mode: invalid container format container:<name|id>');

export const logsOfDead = (): Rejection =>
  refusal('ContainerDead', 409, 'can not get logs from container which is dead or marked for removal');
export const attachToPaused = (reference: string): Rejection =>
  refusal('ContainerPaused', 409, `container ${reference} is paused, unpause the container before attach`);
export const attachToRestarting = (reference: string): Rejection =>
  refusal('ContainerRestarting', 409, `container ${reference} is restarting, wait until the container is running`);
/** Resize of a restarting container: the runtime knows no such task. */
export const noSuchTask = (): Rejection => refusal('TaskNotFound', 404, 'no such container');
export const layerGone = (reference: string): Rejection =>
  refusal('WriteLayerGone', 500, `RWLayer of container ${reference} is unexpectedly nil`);
export const layerDirectoryGone = (mountId: string): Rejection =>
  refusal('WriteLayerGone', 500, `stat /var/lib/docker/overlay2/${mountId}: no such file or directory`);

// Updating

export const updateOfDead = (id: string): Rejection =>
  refusal(
    'ContainerDead',
    500,
    `Cannot update container ${id}: container is marked for removal and cannot be "update"`,
  );
export const updateOfAutoRemove = (id: string): Rejection =>
  refusal(
    'AutoRemoveSet',
    409,
    `Cannot update container ${id}: Restart policy cannot be updated because AutoRemove is enabled for the container`,
  );

// Exec

export const noSuchExec = (exec: string): Rejection => refusal('ExecNotFound', 404, `No such exec instance: ${exec}`);
export const execInPaused = (which: string): Rejection =>
  refusal('ContainerPaused', 409, `Container ${which} is paused, unpause the container before exec`);
export const noExecCommand = (): Rejection => refusal('NoExecCommand', 400, 'No exec command specified');
export const execHasRun = (exec: string): Rejection =>
  refusal('ExecHasRun', 409, `Error: Exec command ${exec} has already run`);
export const execIsRunning = (exec: string): Rejection =>
  refusal('ExecRunning', 409, `Error: Exec command ${exec} is already running`);
export const execInStopped = (id: string, exitCode: number, ago: string): Rejection =>
  refusal('ContainerNotRunning', 500, `Container ${id} is not running: Exited (${exitCode}) ${ago} ago`);

// Creating: settings, in the order of the engine's checks

export const relativeWorkingDir = (path: string): Rejection =>
  refusal('InvalidWorkingDir', 400, `the working directory '${path}' is invalid, it needs to be an absolute path`);
export const invalidVariable = (variable: string): Rejection =>
  refusal('InvalidEnvironment', 400, `invalid environment variable: ${variable}`);
export const autoRemoveWithPolicy = (): Rejection =>
  refusal('AutoRemoveSet', 400, "can't create 'AutoRemove' container with restart policy");
export const retryCountWith = (policy: string): Rejection =>
  refusal('InvalidRestartPolicy', 400, `maximum retry count cannot be used with restart policy '${policy}'`);
export const negativeRetryCount = (): Rejection =>
  refusal('InvalidRestartPolicy', 400, 'maximum retry count cannot be negative');
export const invalidRestartPolicy = (policy: string): Rejection =>
  refusal('InvalidRestartPolicy', 400, `invalid restart policy '${policy}'`);
export const memoryTooSmall = (): Rejection => refusal('MemoryTooSmall', 400, 'Minimum memory limit allowed is 6MB');
export const unknownLogDriver = (driver: string): Rejection =>
  refusal('LogDriverNotFound', 400, `error looking up logging plugin ${driver}: plugin "${driver}" not found`);
export const invalidCapability = (field: 'CapAdd' | 'CapDrop', capability: string): Rejection =>
  refusal('InvalidCapability', 400, `invalid ${field}: unknown capability: "${capability}"`);
export const invalidOomScore = (score: number): Rejection =>
  refusal('InvalidOomScore', 400, `Invalid value ${score}, range for oom score adj is [-1000, 1000]`);
export const unknownRuntime = (runtime: string): Rejection =>
  refusal('RuntimeNotFound', 400, `Unknown runtime specified ${runtime}`);
export const invalidIsolation = (isolation: string): Rejection =>
  refusal('InvalidIsolation', 500, `Invalid isolation: ${JSON.stringify(isolation)} - linux only supports 'default'`);
export const storageOptionsRefused = (): Rejection =>
  refusal(
    'StorageOptionsRefused',
    500,
    "--storage-opt is supported only for overlay over xfs with 'pquota' mount option",
  );
const mountConfig = (type: string, why: string): string => `invalid mount config for type "${type}": ${why}`;
export const invalidMountConfig = (type: string, why: string): Rejection =>
  refusal('InvalidVolumeSpecification', 400, mountConfig(type, why));
export const unknownMountType = (type: string): Rejection =>
  refusal('UnknownMountType', 400, mountConfig(type, 'mount type unknown'));
export const bindSourceMissing = (source: string): Rejection =>
  refusal('BindSourceMissing', 400, mountConfig('bind', `bind source path does not exist: ${source}`));
export const relativeTmpfs = (path: string): Rejection =>
  refusal('InvalidTmpfs', 400, `invalid mount path: '${path}' mount path must be absolute`);
export const swapWithoutMemory = (): Rejection =>
  refusal('MemoryLimits', 400, 'You should always set the Memory limit when using Memoryswap limit, see usage');
export const swapBelowMemory = (): Rejection =>
  refusal('MemoryLimits', 400, 'Minimum memoryswap limit should be larger than memory limit, see usage');
export const memoryBelowReservation = (): Rejection =>
  refusal('MemoryLimits', 400, 'Minimum memory limit can not be less than memory reservation limit, see usage');
export const reservationTooSmall = (): Rejection =>
  refusal('MemoryTooSmall', 400, 'Minimum memory reservation allowed is 6MB');
export const memoryAboveSwap = (id: string): Rejection =>
  refusal(
    'MemoryLimits',
    500,
    `Cannot update container ${id}: Memory limit should be smaller than already set memoryswap limit, ` +
      'update the memoryswap at the same time',
  );
export const unknownLogOption = (option: string, driver: string): Rejection =>
  refusal('UnknownLogOption', 400, `unknown log opt '${option}' for ${driver} log driver`);
export const noCommand = (): Rejection => refusal('NoCommand', 400, 'No command specified');
export const invalidMountMode = (mode: string): Rejection => refusal('InvalidMountMode', 500, `invalid mode: ${mode}`);
export const fieldOfAnotherMount = (spec: string, type: 'bind' | 'volume'): Rejection =>
  refusal(
    'InvalidVolumeSpecification',
    500,
    `invalid volume specification: '${spec}': invalid mount config for type "${type}": field ${
      type === 'bind' ? 'VolumeOptions' : 'BindOptions'
    } must not be specified`,
  );
export const duplicateMountPoint = (destination: string): Rejection =>
  refusal('DuplicateMountPoint', 400, `Duplicate mount point: ${destination}`);
export const workingDirIsNoDirectory = (path: string): Rejection =>
  refusal('WorkingDirIsFile', 500, `Cannot mkdir: ${path} is not a directory`);
export const readOnlyAnonymousVolume = (): Rejection =>
  refusal(
    'ReadOnlyAnonymousVolume',
    400,
    'invalid mount config for type "volume": must not set ReadOnly mode when using anonymous volumes',
  );
export const invalidSpecification = (spec: string): Rejection =>
  refusal('InvalidVolumeSpecification', 500, `invalid volume specification: '${spec}'`);
export const invalidDestination = (spec: string, type: 'bind' | 'volume', why: string): Rejection =>
  refusal('InvalidVolumeSpecification', 500, `invalid volume specification: '${spec}': ${mountConfig(type, why)}`);

// Starting

const runc =
  'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process:';
/** What the engine adds whenever it reads "not a directory". */
const kindHint =
  ': Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type';

export const executableNotInPath = (name: string): Rejection =>
  refusal('ExecutableNotFound', 400, `${runc} exec: "${name}": executable file not found in $PATH: unknown`);
export const executableMissing = (path: string): Rejection =>
  refusal('ExecutableNotFound', 400, `${runc} exec: "${path}": stat ${path}: no such file or directory: unknown`);
export const executableUnderFile = (path: string): Rejection =>
  refusal('ExecutableNotFound', 400, `${runc} exec: "${path}": stat ${path}: not a directory: unknown${kindHint}`);
/** What is no lack of a file, of a right or of a directory is the engine's own failure to it. */
export const executableUnreachable = (path: string, why: PathFailure): Rejection =>
  refusal('ExecutableUnreachable', 500, `${runc} exec: "${path}": stat ${path}: ${pathFailures[why]}: unknown`);
type PathFailure = 'ELOOP' | 'ENAMETOOLONG';
const pathFailures: Readonly<Record<PathFailure, string>> = {
  ELOOP: 'too many levels of symbolic links',
  ENAMETOOLONG: 'file name too long',
};
/** Found along PATH in a directory that is not named in full. */
export const executableIsRelative = (name: string): Rejection =>
  refusal(
    'ExecutableIsRelative',
    500,
    `${runc} exec: "${name}": cannot run executable found relative to current directory: unknown`,
  );
/** On a file system from which nothing may be run. */
export const executionDenied = (path: string): Rejection =>
  refusal('NotExecutable', 400, `${runc} eaccess ${path}: permission denied: unknown`);
export const notExecutable = (path: string): Rejection =>
  refusal('NotExecutable', 400, `${runc} exec: "${path}": permission denied: unknown`);
const chdir = (path: string): string => `${runc} chdir to cwd ("${path}") set in config.json failed:`;
export const directoryMissing = (path: string): Rejection =>
  refusal('DirectoryNotFound', 400, `${chdir(path)} no such file or directory: unknown`);
export const directoryIsNone = (path: string): Rejection =>
  refusal('DirectoryNotFound', 400, `${chdir(path)} not a directory: unknown${kindHint}`);
export const directoryUnreachable = (path: string, why: PathFailure): Rejection =>
  refusal('DirectoryUnreachable', 500, `${chdir(path)} ${pathFailures[why]}: unknown`);
export const relativeDirectory = (): Rejection =>
  refusal('DirectoryNotFound', 500, 'OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown');
/** The host has no process number left for what a start or an exec begins with. */
export const noRoomForShim = (): Rejection =>
  refusal(
    'NoRoomForShim',
    500,
    'failed to start shim: start failed: : fork/exec /usr/bin/containerd-shim-runc-v2: resource temporarily unavailable: unknown',
  );
export const noRoomForExec = (): Rejection =>
  refusal(
    'NoRoomForExec',
    400,
    'OCI runtime exec failed: fork/exec /usr/sbin/runc: resource temporarily unavailable: unknown',
  );
export const mountKindDiffers = (source: string, destination: string, flags: string): Rejection =>
  refusal(
    'MountKindDiffers',
    400,
    `${runc} error during container init: error mounting "${source}" to rootfs at "${destination}": ` +
      `mount ${source}:${destination} (via /proc/self/fd/6), flags: ${flags}: not a directory: unknown${kindHint}`,
  );
/** Of an empty name where a container is meant. */
export const emptyReference = (): Rejection => refusal('InvalidContainerName', 400, 'invalid name or ID supplied: ""');
/** Also of what was asked for a process beside main. */
export const numberOutOfRange = (): Rejection =>
  refusal('IdOutOfRange', 500, 'uids and gids must be in range 0-2147483647');
export const noSuchUser = (user: string): Rejection =>
  refusal('UserNotFound', 500, `unable to find user ${user}: no matching entries in passwd file`);
export const noSuchGroup = (group: string): Rejection =>
  refusal('GroupNotFound', 500, `unable to find group ${group}: no matching entries in group file`);
/** The engine follows links through the mount itself. */
export const tooManyLinks = (path: string): Rejection =>
  refusal('TooManyLinks', 500, `evalSymlinksInScope: too many links in ${path}`);
export const pathUnderFile = (path: string): Rejection =>
  refusal('PathUnderFile', 500, `lstat ${path}: not a directory`);
/** The engine reads the file through the mount, or leaves it to the runtime, which reads it inside. */
export const unreadableUsers = (user: string, merged?: string): Rejection =>
  unreadable('UserNotFound', `unable to find user ${user}`, '/etc/passwd', merged);
export const unreadableGroups = (spec: string, merged?: string): Rejection =>
  unreadable('GroupNotFound', `unable to find groups for spec ${spec}`, '/etc/group', merged);
const unreadable = (code: string, what: string, file: string, merged?: string): Rejection =>
  merged === undefined
    ? refusal(code, 500, `${runc} unable to setup user: ${what}: read ${file}: is a directory: unknown`)
    : refusal(code, 500, `${what}: read ${merged}${file}: is a directory`);
/** An empty volume over what is no directory. */
export const nothingToCopy = (mountId: string, path: string): Rejection =>
  refusal('SourceIsNoDirectory', 500, `source /var/lib/docker/overlay2/${mountId}/merged${path} is not directory`);
/** A mode that no start understands; a create takes it (measured, docs/facts.md). */
export const invalidIpcMode = (mode: string): Rejection => refusal('InvalidIpcMode', 500, `Invalid IPC mode: ${mode}`);
/** No driver of the model's host knows devices such as a graphics processor's. */
export const noDeviceDriver = (capabilities: string): Rejection =>
  refusal('DeviceDriverNotFound', 500, `could not select device driver "" with capabilities: ${capabilities}`);
export const noSuchNetwork = (network: string): Rejection =>
  refusal('NetworkNotFound', 404, `network ${network} not found`);
export const noSuchImage = (reference: string): Rejection =>
  refusal('ImageNotFound', 404, `No such image: ${reference}`);

/** At a start: a container whose process namespace is to be shared. */
export const donorDoesNotRun = (id: string, isRestarting: boolean): Rejection =>
  refusal(
    'ContainerNotRunning',
    500,
    isRestarting
      ? `Container ${id} is restarting, wait until the container is running`
      : `container ${id} is not running`,
  );

export const donorIsGone = (reference: string, { message }: Rejection): Rejection =>
  refusal('ContainerNotRunning', 500, `cannot join PID of a non running container: ${reference}: ${message}`);
