/**
 * Every rejection of the model by its code. Generated histories come by each of the first list, or the suite fails; the
 * second list says why no history can. `test/specs/rejections.test.ts` finds a code of the core that stands in neither.
 */
export const reachedRejections = [
  ...[
    'AmbiguousTag',
    'AutoRemoveSet',
    'BindSourceMissing',
    'CannotOverwrite',
    'ConflictingHostname',
    'ConflictingPorts',
  ],
  ...['ContainerAmbiguous', 'ContainerNotFound', 'ContainerNotPaused', 'ContainerNotRunning', 'ContainerPaused'],
  ...['ContainerRestarting', 'ContainerRunning', 'DaemonIsNotRunning', 'DaemonIsRunning', 'DaemonNotRunning'],
  ...['DefaultLinkName', 'DriverDoesNotRead', 'DuplicateMountPoint', 'EmptyArchivePath', 'EmptyName'],
  ...['EngineIsInstalled', 'ExecHasRun', 'ExecNotFound', 'ExecRunning', 'ExecutableNotFound', 'ExtractionFailed'],
  ...['FileError', 'GroupNotFound', 'ImageFileMissing', 'ImageInUse', 'ImageNotFound', 'ImportWithDigest'],
  ...['InvalidArchive', 'InvalidContainerName', 'InvalidDigest', 'InvalidDockerfile', 'InvalidEnvironment'],
  ...['InvalidFilter', 'InvalidImage', 'InvalidMountMode', 'InvalidName', 'InvalidPlatform', 'InvalidReference'],
  ...['InvalidRestartPolicy', 'InvalidSignal', 'InvalidUntil', 'InvalidVolumeName', 'InvalidVolumeSpecification'],
  ...['InvalidWorkingDir', 'ManifestUnknown', 'MemoryTooSmall', 'MountKindDiffers', 'NameInUse', 'NetworkNotFound'],
  ...['NoCommand', 'NoExecCommand', 'NoStream', 'NoSuchProcess', 'NotAnExtractionPoint', 'NotExecutable'],
  ...['OutsideOfExtraction', 'PathNotFound', 'PidsLimitReached', 'ProcessIsFrozen', 'ProcessIsStopped', 'PsFailed'],
  ...['PullAccessDenied', 'ReferenceNotFound', 'RegistryUnreachable', 'RootIsReadOnly', 'SameName', 'SandboxNotFound'],
  ...['InvalidNetworkMode', 'NoSuchVolumeDriver', 'SeveralUntil'],
  ...['TagWithDigest', 'TaskNotFound', 'UnsupportedSignal', 'UserNotFound', 'VolumeInUse'],
  ...['VolumeIsReadOnly', 'VolumeNotFound', 'WorkingDirIsFile'],
  ...['DeviceDriverNotFound', 'DirectoryNotFound', 'InvalidCapability', 'InvalidIpcMode', 'InvalidIsolation'],
  ...['IdOutOfRange', 'ReadOnlyAnonymousVolume', 'TooManyLinks', 'PathUnderFile'],
  ...['DirectoryUnreachable', 'ExecutableUnreachable'],
  ...['InvalidOomScore', 'InvalidTmpfs', 'LogDriverNotFound', 'MemoryLimits', 'RuntimeNotFound'],
  ...['StorageOptionsRefused', 'UnknownLogOption', 'UnknownMountType'],
] as const;

const heldDirectory =
  'a container is dead only while something outside the engine holds its directory, and no command does that';
const manyProcesses = 'it takes some thirty thousand processes, or a pid_max that no history sets';
const builder = 'the steps of a build carry a state that only a build has; its own tests give it';

export const unreachedRejections: Readonly<Record<string, string>> = {
  ExecutableIsRelative: 'no history sets a PATH, and that of the image names directories in full',
  SourceIsNoDirectory: 'the paths at which histories mount volumes are no files of the image',
  ContainerDead: heldDirectory,
  ContainerIsDead: heldDirectory,
  FilesystemUndeletable: heldDirectory,
  LayerIsGone: heldDirectory,
  RemovalInProgress: heldDirectory,
  WriteLayerGone: heldDirectory,
  CopyFailed: builder,
  UnknownOwner: builder,
  NoNumberLeft: manyProcesses,
  NoRoomForExec: manyProcesses,
  NoRoomForShim: manyProcesses,
  EmptyExport: 'only an image without any layer is empty, and it would have to come from an archive',
  InvalidLayer: 'a tree that processes have made can always be written as a tar',
  MaxDepthExceeded: 'it takes 125 layers on one another, more than a history has commits',
};
