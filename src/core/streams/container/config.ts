/** What a container or an image runs, in the Engine API's own names. Absent is what Go prints as null or empty. */
export type ContainerConfig = {
  readonly Hostname?: string;
  readonly Domainname?: string;
  /** `user`, `uid`, `user:group`. */
  readonly User?: string;
  readonly AttachStdin?: boolean;
  readonly AttachStdout?: boolean;
  readonly AttachStderr?: boolean;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Tty?: boolean;
  readonly OpenStdin?: boolean;
  readonly StdinOnce?: boolean;
  readonly Env?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Healthcheck?: Healthcheck;
  readonly ArgsEscaped?: boolean;
  /** The image as the client wrote it. */
  readonly Image?: string;
  readonly Volumes?: Readonly<Record<string, Record<string, never>>>;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly NetworkDisabled?: boolean;
  readonly MacAddress?: string;
  readonly OnBuild?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  /** Seconds. */
  readonly StopTimeout?: number;
  readonly Shell?: readonly string[];
};

/** Durations in nanoseconds. */
export type Healthcheck = {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly Retries?: number;
};

export type RestartPolicy = {
  readonly Name: '' | 'no' | 'always' | 'unless-stopped' | 'on-failure';
  readonly MaximumRetryCount: number;
};

export type LogDriver = 'json-file' | 'local' | 'none' | 'journald';

/** How the host runs a container; the fields that the model knows. */
export type HostConfig = {
  readonly Binds?: readonly string[];
  readonly LogConfig?: { readonly Type: LogDriver; readonly Config: Readonly<Record<string, string>> };
  /** `default`, `none`, `host`, `container:<ref>`. */
  readonly NetworkMode?: string;
  readonly RestartPolicy?: RestartPolicy;
  readonly AutoRemove?: boolean;
  readonly VolumesFrom?: readonly string[];
  /** `host`, `private`, `none`. */
  readonly CgroupnsMode?: string;
  readonly CgroupParent?: string;
  readonly GroupAdd?: readonly string[];
  /** `private`, `shareable`, `host`, `container:<ref>`, `none`. */
  readonly IpcMode?: string;
  readonly OomScoreAdj?: number;
  /** Empty for an own one, `host`, `container:<ref>`. */
  readonly PidMode?: string;
  readonly UTSMode?: string;
  readonly Privileged?: boolean;
  readonly ReadonlyRootfs?: boolean;
  readonly Tmpfs?: Readonly<Record<string, string>>;
  readonly Mounts?: readonly MountRequest[];
  readonly ShmSize?: number;
  /** Bytes; 0 is no limit. */
  readonly Memory?: number;
  /** Memory and swap together; twice the memory where nobody says, -1 is no limit. */
  readonly MemorySwap?: number;
  readonly MemoryReservation?: number;
  readonly PidsLimit?: number;
  readonly Init?: boolean;
  readonly CapAdd?: readonly string[];
  readonly CapDrop?: readonly string[];
  readonly Runtime?: string;
  readonly Isolation?: string;
  readonly StorageOpt?: Readonly<Record<string, string>>;
  readonly Dns?: readonly string[];
  readonly DnsOptions?: readonly string[];
  readonly DnsSearch?: readonly string[];
  /** `name:address` */
  readonly ExtraHosts?: readonly string[];
  /** What else an engine has stored, by its own names: the model keeps it and does not act upon it. */
  readonly Further?: Readonly<Record<string, unknown>>;
};

/** `--init` counts in a process namespace of the container's own only: in any other is an init already (measured, docs/facts.md). */
export const hasInit = ({ Init, PidMode = '' }: HostConfig): boolean =>
  Init === true && PidMode !== 'host' && !PidMode.startsWith('container:');

/** One `--mount`. */
export type MountRequest = {
  readonly Type: 'bind' | 'volume' | 'tmpfs';
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly VolumeOptions?: { readonly NoCopy?: boolean; readonly Labels?: Readonly<Record<string, string>> };
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number };
};

/** Whether a mount makes its container a user of the volume. */
export const isInUse = ({ borrowed, fromConfig }: Mount): boolean => borrowed !== true || fromConfig === true;

/** Whether a tmpfs of the container hides a mount point; then it is never mounted (measured, docs/facts.md). */
export const isHidden = (mounts: readonly Mount[], { type, destination }: Mount): boolean =>
  type !== 'tmpfs' && mounts.some((other) => other.type === 'tmpfs' && other.destination === destination);

/** One mount point of a container as it was resolved at create. */
export type Mount = {
  readonly type: 'bind' | 'volume' | 'tmpfs';
  /** Volume name; absent for binds and tmpfs. */
  readonly name?: string;
  /** True for a volume that nobody named: `rm -v` and auto-remove delete it. */
  readonly anonymous?: true;
  /**
   * Taken over with `--volumes-from`, and not mounted yet: only its first mount makes the container a user of the volume (measured,
   * docs/facts.md).
   */
  readonly borrowed?: true;
  /** A volume of the config (`-v /data`, VOLUME): who takes it over is its user at once (measured, docs/facts.md). */
  readonly fromConfig?: true;
  /** Host path of a bind. */
  readonly source?: string;
  /** The bind's source is a file, not a directory. */
  readonly file?: true;
  /** Absolute path inside the container, symlinks resolved. */
  readonly destination: string;
  readonly rw: boolean;
  /** The third field of `-v`, as typed. */
  readonly mode?: string;
  readonly propagation?: string;
  readonly options?: string;
};
