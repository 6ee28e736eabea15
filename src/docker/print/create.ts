import type { CreateContainer } from '../../core/commands/client/create-container.ts';
import type { ContainerConfig, Healthcheck, HostConfig, MountRequest } from '../../core/streams/container/config.ts';
import { docker, joined, option, options, pairs, pasted } from './words.ts';

/** How each field is said on the command line; a new field of the model does not compile without. */
type Flags<Config> = {
  readonly [K in keyof Config]-?: (value: Exclude<Config[K], undefined>) => string | false | undefined;
};

/** Stands elsewhere on the line, or has no flag of its own. */
const elsewhere = (): undefined => undefined;

const configFlags: Flags<ContainerConfig> = {
  Hostname: (name) => option('--hostname', name),
  Domainname: (name) => option('--domainname', name),
  User: (user) => option('--user', user),
  AttachStdin: (is) => is && '-a stdin',
  AttachStdout: (is) => is && '-a stdout',
  AttachStderr: (is) => is && '-a stderr',
  ExposedPorts: (ports) => options('--expose', Object.keys(ports)),
  Tty: (is) => is && '-t',
  OpenStdin: (is) => is && '-i',
  StdinOnce: elsewhere,
  Env: (env) => options('-e', env),
  Cmd: elsewhere,
  Healthcheck: (health) => healthFlags(health),
  ArgsEscaped: elsewhere,
  Image: elsewhere,
  Volumes: (volumes) => options('-v', Object.keys(volumes)),
  WorkingDir: (directory) => option('-w', directory),
  Entrypoint: ([program]) => `--entrypoint ${pasted(program ?? '')}`,
  NetworkDisabled: elsewhere,
  MacAddress: (address) => option('--mac-address', address),
  OnBuild: elsewhere,
  Labels: (labels) => options('-l', pairs(labels)),
  StopSignal: (signal) => option('--stop-signal', signal),
  StopTimeout: (seconds) => option('--stop-timeout', seconds),
  Shell: elsewhere,
};

const hostFlags: Flags<HostConfig> = {
  Binds: (binds) => options('-v', binds),
  LogConfig: ({ Type, Config }) => joined(option('--log-driver', Type), options('--log-opt', pairs(Config))),
  NetworkMode: (mode) => option('--network', mode),
  RestartPolicy: ({ Name, MaximumRetryCount: most }) => Name !== '' && `--restart ${Name}${most > 0 ? `:${most}` : ''}`,
  AutoRemove: (is) => is && '--rm',
  VolumesFrom: (donors) => options('--volumes-from', donors),
  CgroupnsMode: (mode) => option('--cgroupns', mode),
  CgroupParent: (parent) => option('--cgroup-parent', parent),
  GroupAdd: (groups) => options('--group-add', groups),
  IpcMode: (mode) => option('--ipc', mode),
  OomScoreAdj: (score) => score !== 0 && option('--oom-score-adj', score),
  PidMode: (mode) => option('--pid', mode),
  UTSMode: (mode) => option('--uts', mode),
  Privileged: (is) => is && '--privileged',
  ReadonlyRootfs: (is) => is && '--read-only',
  Tmpfs: (mounts) =>
    options(
      '--tmpfs',
      Object.entries(mounts).map(([path, how]) => (how === '' ? path : `${path}:${how}`)),
    ),
  Mounts: (mounts) => options('--mount', mounts.map(mountText)),
  ShmSize: (bytes) => bytes > 0 && option('--shm-size', bytes),
  Memory: (bytes) => bytes > 0 && option('--memory', bytes),
  MemorySwap: (bytes) => bytes !== 0 && option('--memory-swap', bytes),
  MemoryReservation: (bytes) => bytes > 0 && option('--memory-reservation', bytes),
  PidsLimit: (most) => most > 0 && option('--pids-limit', most),
  Init: (is) => is && '--init',
  CapAdd: (names) => options('--cap-add', names),
  CapDrop: (names) => options('--cap-drop', names),
  Runtime: (name) => option('--runtime', name),
  Isolation: (how) => option('--isolation', how),
  StorageOpt: (chosen) => options('--storage-opt', pairs(chosen)),
  Dns: (servers) => options('--dns', servers),
  DnsOptions: (words) => options('--dns-opt', words),
  DnsSearch: (domains) => options('--dns-search', domains),
  ExtraHosts: (hosts) => options('--add-host', hosts),
  Further: elsewhere,
};

const healthFlags = ({ Test = [], Interval, Timeout, StartPeriod, Retries }: Healthcheck): string => {
  const [how, ...words] = Test;
  const nanos = (value: number | undefined): string | undefined => (value ? `${value}ns` : undefined);
  return joined(
    how === 'NONE' && '--no-healthcheck',
    how !== 'NONE' && words.length > 0 && option('--health-cmd', words.join(' ')),
    option('--health-interval', nanos(Interval)),
    option('--health-timeout', nanos(Timeout)),
    option('--health-start-period', nanos(StartPeriod)),
    Retries ? option('--health-retries', Retries) : undefined,
  );
};

const mountText = ({ Type, Source, Target, ReadOnly, VolumeOptions, TmpfsOptions }: MountRequest): string =>
  [
    `type=${Type}`,
    ...(Source ? [`source=${Source}`] : []),
    `target=${Target}`,
    ...(ReadOnly ? ['readonly'] : []),
    ...(VolumeOptions?.NoCopy ? ['volume-nocopy'] : []),
    ...pairs(VolumeOptions?.Labels).map((label) => `volume-label=${label}`),
    ...(TmpfsOptions?.SizeBytes ? [`tmpfs-size=${TmpfsOptions.SizeBytes}`] : []),
    ...(TmpfsOptions?.Mode ? [`tmpfs-mode=${TmpfsOptions.Mode.toString(8)}`] : []),
  ].join(',');

/** In the order of the table. Each flag takes the field of its own name; TypeScript can not say so of a union of them. */
const flagsOf = <Config extends object>(flags: Flags<Config>, config: Config): readonly (string | undefined)[] =>
  Object.entries(flags).map(([key, flag]) => {
    const value = config[key as keyof Config];
    return value === undefined ? undefined : (flag as (value: unknown) => string | undefined)(value) || undefined;
  });

/** `docker create …`. Of an entrypoint of several words, all but the first stand before the command's. */
export const createLine = ({ name, config, hostConfig }: Omit<CreateContainer, 'issuer' | 'type'>): string =>
  docker(
    'create',
    option('--name', name),
    ...flagsOf(hostFlags, hostConfig),
    ...flagsOf(configFlags, config),
    pasted(config.Image ?? ''),
    ...(config.Entrypoint ?? []).slice(1).map(pasted),
    ...(config.Cmd ?? []).map(pasted),
  );
