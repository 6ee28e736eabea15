import type { Rejection } from '../../kernel/decision.ts';
import { refusal } from './refusal.ts';

/** What stands in the way of a start, or of an exec that the runtime has to begin. */

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
