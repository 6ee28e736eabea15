import { bytesOf, FlagError, type Options } from '../cli/flags.ts';
import { Complaint } from '../docker.ts';
import { portsOf } from './ports.ts';

/** The settings that an engine keeps and the model does not act upon, by the API's names. What is wrong is told as the client tells it. */
export const furtherConfigOf = (options: Options): Readonly<Record<string, unknown>> | undefined => {
  const fields = { ...resourcesOf(options), ...optionsOf(options) };
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
};

/** Those that `update` takes too. */
export const resourcesOf = (options: Options): Readonly<Record<string, unknown>> => {
  const number = (flag: string): number | undefined => (options.has(flag) ? Number(options.one(flag)) : undefined);
  const size = (flag: string): number | undefined => (options.has(flag) ? bytesOf(options.one(flag) ?? '') : undefined);
  return {
    BlkioWeight: number('blkio-weight'),
    CpuPeriod: number('cpu-period'),
    CpuQuota: number('cpu-quota'),
    CpuRealtimePeriod: number('cpu-rt-period'),
    CpuRealtimeRuntime: number('cpu-rt-runtime'),
    CpuShares: number('cpu-shares'),
    CpusetCpus: options.one('cpuset-cpus'),
    CpusetMems: options.one('cpuset-mems'),
    KernelMemory: size('kernel-memory'),
    NanoCpus: options.has('cpus') ? nanoCpusOf(options.one('cpus') ?? '') : undefined,
  };
};

const optionsOf = (options: Options): Readonly<Record<string, unknown>> => {
  const list = <T>(flag: string, read: (word: string) => T): readonly T[] | undefined =>
    options.has(flag) ? options.all(flag).map(read) : undefined;
  const { bindings } = portsOf(options.all('publish'), options.all('expose'));
  return {
    ContainerIDFile: options.one('cidfile'),
    PortBindings: Object.keys(bindings).length > 0 ? bindings : undefined,
    PublishAllPorts: options.is('publish-all') || undefined,
    VolumeDriver: options.one('volume-driver'),
    SecurityOpt: list('security-opt', securityOptionOf),
    UsernsMode: modeOf(options, 'userns', 'USER', ['host']),
    Sysctls: options.has('sysctl') ? Object.fromEntries(options.all('sysctl').map(sysctlOf)) : undefined,
    BlkioDeviceReadBps: list('device-read-bps', (word) => rateOf('device-read-bps', word)),
    BlkioDeviceWriteBps: list('device-write-bps', (word) => rateOf('device-write-bps', word)),
    BlkioDeviceReadIOps: list('device-read-iops', (word) => rateOf('device-read-iops', word)),
    BlkioDeviceWriteIOps: list('device-write-iops', (word) => rateOf('device-write-iops', word)),
    BlkioWeightDevice: list('blkio-weight-device', weightOf),
    Devices: list('device', deviceOf),
    DeviceCgroupRules: list('device-cgroup-rule', cgroupRuleOf),
    DeviceRequests: options.has('gpus') ? [gpusOf(options.one('gpus') ?? '')] : undefined,
    MemorySwappiness: swappinessOf(options),
    OomKillDisable: options.is('oom-kill-disable') || undefined,
    Ulimits: options.has('ulimit') ? ulimitsOf(options.all('ulimit')) : undefined,
  };
};

const refuse = (flag: string, word: string, why: string): never => {
  throw new FlagError(`invalid argument ${JSON.stringify(word)} for "${flag}" flag: ${why}`);
};

/** Modes of namespaces: what the client lets through. */
export const modeOf = (
  options: Options,
  flag: string,
  kind: string,
  allowed: readonly string[],
): string | undefined => {
  const mode = options.one(flag);
  if (mode === undefined || mode === '' || allowed.includes(mode)) return mode;
  if (allowed.includes('container:') && /^container:./.test(mode)) return mode;
  throw new Complaint(`--${flag}: invalid ${kind} mode`);
};

const nanoCpusOf = (text: string): number => {
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) refuse('--cpus', text, `failed to parse ${text} as a rational number`);
  return Math.round(Number(text) * 1e9);
};

const securityOptionOf = (option: string): string => {
  if (!/[=:]/.test(option) && option !== 'no-new-privileges')
    throw new Complaint(`Invalid --security-opt: ${JSON.stringify(option)}`);
  return option;
};

const sysctls = new Set([
  ...['kernel.msgmax', 'kernel.msgmnb', 'kernel.msgmni', 'kernel.sem', 'kernel.shmall', 'kernel.shmmax'],
  ...['kernel.shmmni', 'kernel.shm_rmid_forced'],
]);

const sysctlOf = (word: string): readonly [string, string] => {
  const at = word.indexOf('=');
  const name = at < 0 ? word : word.slice(0, at);
  const isKnown = at >= 0 && (sysctls.has(name) || /^(net|fs\.mqueue)\./.test(name));
  if (!isKnown) refuse('--sysctl', word, `sysctl '${word}' is not whitelisted`);
  return [name, word.slice(at + 1)];
};

const rateOf = (flag: string, word: string): { readonly Path: string; readonly Rate: number } => {
  const at = word.indexOf(':');
  if (at < 0) refuse(`--${flag}`, word, `bad format: ${word}`);
  const rate = bytesOf(word.slice(at + 1));
  if (rate === undefined)
    refuse(
      `--${flag}`,
      word,
      `invalid rate for device: ${word}. The correct format is <device-path>:<number>[<unit>]. ` +
        'Number must be a positive integer. Unit is optional and can be kb, mb, or gb',
    );
  return { Path: word.slice(0, at), Rate: rate ?? 0 };
};

const weightOf = (word: string): { readonly Path: string; readonly Weight: number } => {
  const at = word.indexOf(':');
  if (at < 0) refuse('--blkio-weight-device', word, `bad format: ${word}`);
  return { Path: word.slice(0, at), Weight: Number(word.slice(at + 1)) };
};

const isDeviceMode = (text: string): boolean => /^[rwm]+$/.test(text) && new Set(text).size === text.length;

/** `/dev/host[:/dev/inside][:rwm]` */
const deviceOf = (word: string): Readonly<Record<string, string>> => {
  const parts = word.split(':');
  const [host = '', second, third] = parts;
  if (word === '' || parts.length > 3) throw new Complaint(`bad format for path: ${word}`);
  if (!host.startsWith('/')) throw new Complaint(`${word} is not an absolute path`);
  const isMode = second !== undefined && third === undefined && isDeviceMode(second);
  const mode = isMode ? second : (third ?? 'rwm');
  if (!isDeviceMode(mode)) throw new Complaint(`bad mode specified: ${mode}`);
  return { PathOnHost: host, PathInContainer: isMode ? host : (second ?? host), CgroupPermissions: mode };
};

const cgroupRuleOf = (word: string): string =>
  /^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(word)
    ? word
    : refuse('--device-cgroup-rule', word, `invalid device cgroup format '${word}'`);

const gpusOf = (word: string): Readonly<Record<string, unknown>> => {
  if (word !== 'all' && !/^[-+]?\d+$/.test(word))
    refuse('--gpus', word, `count must be an integer: strconv.Atoi: parsing ${JSON.stringify(word)}: invalid syntax`);
  const count = word === 'all' ? -1 : Number(word);
  return { Driver: '', Count: count, DeviceIDs: null, Capabilities: [['gpu']], Options: {} };
};

const swappinessOf = (options: Options): number | undefined => {
  if (!options.has('memory-swappiness')) return undefined;
  const value = Number(options.one('memory-swappiness'));
  if (value !== -1 && (value < 0 || value > 100))
    throw new Complaint(`invalid value: ${value}. Valid memory swappiness range is 0-100`);
  return value === -1 ? undefined : value;
};

const ulimitNames = new Set([
  ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc', 'rss', 'rtprio'],
  ...['rttime', 'sigpending', 'stack'],
]);

type Ulimit = { readonly Name: string; readonly Hard: number; readonly Soft: number };

const ulimitsOf = (words: readonly string[]): readonly Ulimit[] => {
  const byName = new Map(words.map(ulimitOf).map((it) => [it.Name, it]));
  return [...byName.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
};

const ulimitOf = (word: string): Ulimit => {
  const [name = '', value] = word.split('=');
  const bad = (why: string): never => refuse('--ulimit', word, why);
  if (value === undefined) return bad(`invalid ulimit argument: ${word}`);
  if (!ulimitNames.has(name)) return bad(`invalid ulimit type: ${name}`);
  const limits = value.split(':');
  if (limits.length > 2)
    return bad(`too many limit value arguments - ${value}, can only have up to two, \`soft[:hard]\``);
  for (const limit of limits)
    if (!/^[-+]?\d+$/.test(limit)) return bad(`strconv.ParseInt: parsing ${JSON.stringify(limit)}: invalid syntax`);
  const [soft = 0, hard = soft] = limits.map(Number);
  if (hard !== -1 && (soft > hard || soft === -1))
    return bad(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
  return { Name: name, Hard: hard, Soft: soft };
};
