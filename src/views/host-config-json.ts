import { swapOf } from '../core/lifecycle/settings.ts';
import type { HostConfig, MountRequest } from '../core/streams/container/config.ts';
import type { Json } from './json.ts';

/** A host config with every field that the engine prints and stores, in its order; maps are sorted as Go prints them. */
export const hostConfigJson = (config: HostConfig): { readonly [key: string]: Json } => {
  const { LogConfig, RestartPolicy, Tmpfs, StorageOpt, Mounts, Init, Further = {}, ...rest } = config;
  const { Sysctls, ...further } = Further as Fields;
  const all = {
    ...defaults,
    ...inTheirOrder(further),
    ...rest,
    MemorySwap: swapOf(config),
    SecurityOpt: securityOptions(config),
    ...(LogConfig && { LogConfig: { Type: LogConfig.Type, Config: sorted(LogConfig.Config ?? {}) } }),
    ...(RestartPolicy && {
      RestartPolicy: { Name: RestartPolicy.Name, MaximumRetryCount: RestartPolicy.MaximumRetryCount },
    }),
  };
  return inserted(all, {
    UTSMode: { ...(StorageOpt && { StorageOpt: sorted(StorageOpt) }), ...(Tmpfs && { Tmpfs: sorted(Tmpfs) }) },
    // Of the settings that the model does not know, the only one that the engine leaves out.
    Runtime: Sysctls !== undefined && { Sysctls: sorted(Sysctls as Fields) },
    MaskedPaths: Mounts && { Mounts: Mounts.map(mountJson) },
    // The last field of all.
    '': Init !== undefined && { Init },
  });
};

/** The records among the settings that the model does not know: their fields in the engine's order, with what Go prints for none. */
const records: Readonly<Record<string, Fields>> = {
  DeviceRequests: { Driver: '', Count: 0, DeviceIDs: null, Capabilities: null, Options: null },
  Devices: { PathOnHost: '', PathInContainer: '', CgroupPermissions: '' },
  Ulimits: { Name: '', Hard: 0, Soft: 0 },
  BlkioWeightDevice: { Path: '', Weight: 0 },
  ...Object.fromEntries(
    ['BlkioDeviceReadBps', 'BlkioDeviceWriteBps', 'BlkioDeviceReadIOps', 'BlkioDeviceWriteIOps'].map((name) => [
      name,
      { Path: '', Rate: 0 },
    ]),
  ),
};

const inTheirOrder = (settings: Fields): Fields =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const none = records[name];
      return [name, none && Array.isArray(value) ? value.map((it: Fields) => ({ ...none, ...it })) : value];
    }),
  );

/** A container of the host's processes or messages has no label of its own, unless one is asked for (measured, docs/facts.md). */
const securityOptions = ({ PidMode, IpcMode, Privileged, Further }: HostConfig): Json => {
  const asked = (Further?.SecurityOpt ?? []) as readonly string[];
  const isShared = PidMode === 'host' || IpcMode === 'host' || Privileged === true;
  const all = isShared && !asked.some((it) => it.startsWith('label')) ? [...asked, 'label=disable'] : asked;
  return all.length === 0 ? null : all;
};

type Fields = { readonly [key: string]: Json };

/** Fields that are left out when they are not set, each before the one that follows it in the engine's order. */
const inserted = (all: Fields, before: Readonly<Record<string, Fields | false | undefined>>): Fields => {
  const fields = Object.entries(all).flatMap(([key, value]) => [...Object.entries(before[key] || {}), [key, value]]);
  return Object.fromEntries([...fields, ...Object.entries(before[''] || {})]);
};

const sorted = <V extends Json>(map: { readonly [key: string]: V }): { readonly [key: string]: V } =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

const mountJson = ({ Type, Source, Target, ReadOnly, VolumeOptions, TmpfsOptions }: MountRequest): Json => ({
  Type,
  ...(Source !== undefined && { Source }),
  Target,
  ...(ReadOnly !== undefined && { ReadOnly }),
  ...(VolumeOptions && { VolumeOptions: volumeOptions(VolumeOptions) }),
  ...(TmpfsOptions && { TmpfsOptions: tmpfsOptions(TmpfsOptions) }),
});

const volumeOptions = ({ NoCopy, Labels }: NonNullable<MountRequest['VolumeOptions']>): Json => ({
  ...(NoCopy !== undefined && { NoCopy }),
  ...(Labels && { Labels: sorted(Labels) }),
});

const tmpfsOptions = ({ SizeBytes, Mode }: NonNullable<MountRequest['TmpfsOptions']>): Json => ({
  ...(SizeBytes !== undefined && { SizeBytes }),
  ...(Mode !== undefined && { Mode }),
});

/** What the engine fills in (measured: docs/facts.md, hostconfig.json). */
const defaults: { readonly [key: string]: Json } = {
  Binds: null,
  ContainerIDFile: '',
  LogConfig: { Type: 'json-file', Config: {} },
  NetworkMode: 'default',
  PortBindings: null,
  RestartPolicy: { Name: '', MaximumRetryCount: 0 },
  AutoRemove: false,
  VolumeDriver: '',
  VolumesFrom: null,
  CapAdd: null,
  CapDrop: null,
  CgroupnsMode: 'host',
  Dns: null,
  DnsOptions: null,
  DnsSearch: null,
  ExtraHosts: null,
  GroupAdd: null,
  IpcMode: 'private',
  Cgroup: '',
  Links: null,
  OomScoreAdj: 0,
  PidMode: '',
  Privileged: false,
  PublishAllPorts: false,
  ReadonlyRootfs: false,
  SecurityOpt: null,
  UTSMode: '',
  UsernsMode: '',
  ShmSize: 67_108_864,
  Runtime: 'runc',
  ConsoleSize: [0, 0],
  Isolation: '',
  CpuShares: 0,
  Memory: 0,
  NanoCpus: 0,
  CgroupParent: '',
  BlkioWeight: 0,
  BlkioWeightDevice: null,
  BlkioDeviceReadBps: null,
  BlkioDeviceWriteBps: null,
  BlkioDeviceReadIOps: null,
  BlkioDeviceWriteIOps: null,
  CpuPeriod: 0,
  CpuQuota: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  CpusetCpus: '',
  CpusetMems: '',
  Devices: null,
  DeviceCgroupRules: null,
  DeviceRequests: null,
  KernelMemory: 0,
  KernelMemoryTCP: 0,
  MemoryReservation: 0,
  MemorySwap: 0,
  MemorySwappiness: null,
  OomKillDisable: false,
  PidsLimit: null,
  Ulimits: null,
  CpuCount: 0,
  CpuPercent: 0,
  IOMaximumIOps: 0,
  IOMaximumBandwidth: 0,
  MaskedPaths: [
    '/proc/asound',
    '/proc/acpi',
    '/proc/kcore',
    '/proc/keys',
    '/proc/latency_stats',
    '/proc/timer_list',
    '/proc/timer_stats',
    '/proc/sched_debug',
    '/proc/scsi',
    '/sys/firmware',
  ],
  ReadonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
};
