import type { HostConfig, LogDriver, MountRequest, RestartPolicy } from '../../core/streams/container/config.ts';
import { bytesOf, FlagError, type Options } from '../cli/flags.ts';
import { Complaint } from '../docker.ts';
import { furtherConfigOf, modeOf } from './further-config.ts';
import { isAddress } from './ports.ts';

/** `on-failure:3` */
export const restartPolicyOf = (text: string): RestartPolicy => {
  const [name = '', count, ...more] = text.split(':');
  if (more.length > 0) throw new Complaint('invalid restart policy format');
  if (count !== undefined && !/^[-+]?\d+$/.test(count)) throw new Complaint('maximum retry count must be an integer');
  // A name that is no policy goes to the engine, which refuses it.
  return { Name: name as RestartPolicy['Name'], MaximumRetryCount: Number(count ?? 0) };
};

/** `k=v` pairs; a word without `=` has an empty value. */
export const pairsOf = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );

/** What the flags of `run` and `create` say about the host's side of a container. */
export const hostConfigOf = (options: Options): HostConfig => {
  const list = (name: string): readonly string[] | undefined => (options.has(name) ? options.all(name) : undefined);
  const binds = options.all('volume').filter((volume) => volume.includes(':'));
  const size = (name: string): number | undefined => (options.has(name) ? bytesOf(options.one(name) ?? '') : undefined);
  const text = (name: string): string | undefined => options.one(name);
  const number = (name: string): number | undefined => (options.has(name) ? Number(options.one(name)) : undefined);
  return defined({
    Binds: binds.length > 0 ? binds : undefined,
    LogConfig: logConfigOf(options),
    NetworkMode: text('network') ?? 'default',
    RestartPolicy: restartPolicyOf(text('restart') ?? 'no'),
    AutoRemove: options.is('rm') || undefined,
    VolumesFrom: list('volumes-from'),
    CgroupnsMode: modeOf(options, 'cgroupns', 'CGROUP', ['private', 'host']),
    CgroupParent: text('cgroup-parent'),
    GroupAdd: list('group-add'),
    IpcMode: text('ipc'),
    OomScoreAdj: number('oom-score-adj'),
    PidMode: modeOf(options, 'pid', 'PID', ['host', 'container:']),
    UTSMode: modeOf(options, 'uts', 'UTS', ['host']),
    Privileged: options.is('privileged') || undefined,
    ReadonlyRootfs: options.is('read-only') || undefined,
    Tmpfs: options.has('tmpfs') ? tmpfsOf(options.all('tmpfs')) : undefined,
    Mounts: options.has('mount') ? options.all('mount').map(mountOf) : undefined,
    ShmSize: size('shm-size'),
    Memory: size('memory'),
    MemorySwap: size('memory-swap'),
    MemoryReservation: size('memory-reservation'),
    PidsLimit: number('pids-limit'),
    Init: options.has('init') ? options.is('init') : undefined,
    CapAdd: list('cap-add'),
    CapDrop: list('cap-drop'),
    Runtime: text('runtime'),
    Isolation: text('isolation'),
    StorageOpt: options.has('storage-opt') ? storageOptionsOf(options.all('storage-opt')) : undefined,
    Dns: list('dns')?.map(serverOf),
    DnsOptions: list('dns-option') ?? list('dns-opt'),
    DnsSearch: list('dns-search'),
    ExtraHosts: list('add-host')?.map(extraHostOf),
    Further: furtherConfigOf(options),
  });
};

const logConfigOf = (options: Options): HostConfig['LogConfig'] => {
  if (!options.has('log-driver') && !options.has('log-opt')) return undefined;
  const Type = (options.one('log-driver') ?? 'json-file') as LogDriver;
  if (Type === 'none' && options.has('log-opt')) throw new Complaint('invalid logging opts for driver none');
  return { Type, Config: pairsOf(options.all('log-opt')) };
};

const storageOptionsOf = (words: readonly string[]): Readonly<Record<string, string>> => {
  if (words.some((word) => !word.includes('='))) throw new Complaint('invalid storage option');
  return pairsOf(words);
};

const invalid = (flag: string, word: string, why: string): never => {
  throw new FlagError(`invalid argument ${JSON.stringify(word)} for "${flag}" flag: ${why}`);
};

const serverOf = (word: string): string =>
  isAddress(word) ? word : invalid('--dns', word, `${word} is not an ip address`);

const extraHostOf = (word: string): string => {
  const at = word.indexOf(':');
  if (at < 1) return invalid('--add-host', word, `bad format for add-host: ${JSON.stringify(word)}`);
  const address = word.slice(at + 1);
  return address === 'host-gateway' || isAddress(address)
    ? word
    : invalid('--add-host', word, `invalid IP address in add-host: ${JSON.stringify(address)}`);
};

type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that have no value. */
export const defined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;

const tmpfsOf = (words: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf(':');
      return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    }),
  );

const kinds = ['bind', 'volume', 'tmpfs'] as const;

const mountFields = new Set([
  ...['type', 'source', 'src', 'target', 'dst', 'destination', 'readonly', 'ro', 'consistency', 'bind-propagation'],
  ...['bind-nonrecursive', 'volume-nocopy', 'volume-label', 'volume-driver', 'volume-opt', 'tmpfs-size', 'tmpfs-mode'],
]);

/** `type=volume,source=data,target=/data,readonly` */
export const mountOf = (text: string): MountRequest => {
  const fields = text.split(',').map((field): readonly [string, string | undefined] => {
    const at = field.indexOf('=');
    return at < 0 ? [field.toLowerCase(), undefined] : [field.slice(0, at).toLowerCase(), field.slice(at + 1)];
  });
  const of = (...names: string[]): string | undefined => fields.findLast(([name]) => names.includes(name))?.[1];
  const isSet = (...names: string[]): boolean =>
    fields.some(([name, value]) => names.includes(name) && (value === undefined || value === 'true' || value === '1'));
  const refuse = (why: string): never => {
    throw new FlagError(`invalid argument ${JSON.stringify(text)} for "--mount" flag: ${why}`);
  };
  for (const [name, value] of fields)
    if (value === undefined && !['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive'].includes(name))
      refuse(`invalid field '${name}' must be a key=value pair`);
  const unknown = fields.findIndex(([name]) => !mountFields.has(name));
  if (unknown >= 0) refuse(`unexpected key '${fields[unknown]?.[0]}' in '${text.split(',')[unknown]}'`);
  const target = of('target', 'dst', 'destination');
  if (target === undefined) return refuse('target is required');
  const source = of('source', 'src');
  const type = of('type') ?? 'volume';
  const kind = kinds.find((it) => it === type) ?? (type as MountRequest['Type']);
  const labels = fields.flatMap(([name, value]) => (name === 'volume-label' && value !== undefined ? [value] : []));
  const volume = defined({
    NoCopy: isSet('volume-nocopy') || undefined,
    Labels: labels.length > 0 ? pairsOf(labels) : undefined,
  });
  const size = of('tmpfs-size');
  const mode = of('tmpfs-mode');
  const tmpfs = defined({
    SizeBytes: size === undefined ? undefined : bytesOf(size),
    Mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
  });
  return {
    Type: kind,
    Target: target,
    ...(source !== undefined && { Source: source }),
    ...(isSet('readonly', 'ro') && { ReadOnly: true }),
    ...(Object.keys(volume).length > 0 && { VolumeOptions: volume }),
    ...(Object.keys(tmpfs).length > 0 && { TmpfsOptions: tmpfs }),
  };
};
