import { findImage } from '../../core/images/find-image.ts';
import type { VolumeName } from '../../core/kernel/brand.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import { sizeOfTree } from '../../core/overlay/index.ts';
import { inspectContainer } from '../../views/inspect.ts';
import { inspectImage } from '../../views/inspect-image.ts';
import type { Json } from '../../views/json.ts';
import { inspectVolume } from '../../views/volumes.ts';
import { ask, Complaint, type Docker, Refused, type Verb } from '../docker.ts';
import { sizeOfChain } from '../format/image-rows.ts';
import { EmptyStruct, mapZero, Nil, type Template, TemplateError, template } from '../template/index.ts';
import { containerOf } from './containers.ts';

type Found = { readonly [key: string]: Json };
type Look = (docker: Docker, reference: string, size: boolean) => Promise<Found | undefined>;

const missing = (error: unknown): undefined => {
  if (error instanceof Refused && error.rejection.status === 404) return undefined;
  throw error;
};

const container: Look = async (docker, reference, size) => {
  const asked = await ask(docker, { issuer: 'client', type: 'InspectContainer', container: reference })
    .then(() => true)
    .catch(missing);
  const { world } = docker.machine;
  const it = asked && containerOf(docker, reference);
  if (!it) return undefined;
  const shown = asSent(inspectContainer(world, it));
  if (!size) return shown;
  const upper = unionOf(world, it.id)?.upper;
  const own = upper ? sizeOfTree(upper) : 0;
  const sizes = { SizeRw: own, SizeRootFs: own + sizeOfChain(world, world.writeLayers.get(it.id)?.parent) };
  return inserted(shown, sizes, 'GraphDriver');
};

/** The client sends empty lists where the API would take nothing, and the engine keeps them (measured). */
const sentEmpty: Readonly<Record<string, Json>> = {
  PortBindings: {},
  Dns: [],
  DnsOptions: [],
  DnsSearch: [],
  BlkioWeightDevice: [],
  Devices: [],
};

const asSent = (it: Found): Found => {
  const config = it.HostConfig as Found;
  const filled = Object.entries(config).map(([name, value]) => [name, value ?? sentEmpty[name] ?? null] as const);
  return { ...it, HostConfig: Object.fromEntries(filled) };
};

/** The sizes stand before `Mounts`, where the API has them. */
const inserted = (fields: Found, more: Found, after: string): Found => {
  const names = Object.keys(fields);
  const at = names.indexOf(after) + 1;
  const entries = Object.entries(fields);
  return Object.fromEntries([...entries.slice(0, at), ...Object.entries(more), ...entries.slice(at)]);
};

const image: Look = async (docker, reference) => {
  const asked = await ask(docker, { issuer: 'client', type: 'InspectImage', image: reference })
    .then(() => true)
    .catch(missing);
  const { world } = docker.machine;
  const found = asked && findImage(world, reference);
  return found && 'image' in found ? inspectImage(world, found.image) : undefined;
};

const volume: Look = async (docker, reference) => {
  const asked = await ask(docker, { issuer: 'client', type: 'InspectVolume', volume: reference })
    .then(() => true)
    .catch(missing);
  const found = asked && docker.machine.world.volumes.get(reference as VolumeName);
  return found ? inspectVolume(found) : undefined;
};

const kinds: Readonly<Record<string, readonly Look[]>> = {
  container: [container],
  image: [image],
  volume: [volume],
  // The order in which the client tries them.
  object: [container, image, volume],
};

const nounOf = (command: string, type: string | undefined): string =>
  command === 'inspect' ? (type ?? 'object') : (command.split(' ')[0] ?? 'object');

/** `docker inspect` and its kin: a list in JSON, or each object through a template. */
export const inspect: Verb = async (docker, options, command) => {
  const noun = nounOf(command, options.one('type'));
  const looks = kinds[noun];
  if (!looks) throw new Complaint(`"${noun}" is not a valid value for --type`);
  const format = options.one('format');
  const run = format === undefined ? undefined : templateOf(format);
  const found: Found[] = [];
  const errors: string[] = [];
  for (const reference of options.args) {
    try {
      const it = await firstOf(looks, docker, reference, options.is('size'));
      if (it) found.push(it);
      else errors.push(`Error: No such ${noun}: ${reference}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors.push(`Error response from daemon: ${error.message}`);
    }
  }
  const problem = run === undefined ? printList(docker, found) : printFormatted(docker, found, run);
  const told = problem === undefined ? errors : [problem, ...errors];
  if (told.length > 0) docker.err(`${told.join('\n')}\n`);
  return told.length > 0 ? 1 : 0;
};

const firstOf = async (
  looks: readonly Look[],
  docker: Docker,
  reference: string,
  size: boolean,
): Promise<Found | undefined> => {
  for (const look of looks) {
    const found = await look(docker, reference, size);
    if (found) return found;
  }
  return undefined;
};

const printList = ({ out }: Docker, found: readonly Found[]): undefined => {
  out(found.length === 0 ? '[]\n' : `${JSON.stringify(found, undefined, 4)}\n`);
  return undefined;
};

/** A template that can not be read prints nothing; of one that stumbles an empty line remains (measured). */
const printFormatted = ({ out }: Docker, found: readonly Found[], run: Template): string | undefined => {
  try {
    for (const it of found) out(`${filled(run, it)}\n`);
    if (found.length === 0) out('\n');
    return undefined;
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    out('\n');
    return `template parsing error: ${error.located()}`;
  }
};

const templateOf = (format: string): Template => {
  try {
    return template(format.replaceAll('\\t', '\t').replaceAll('\\n', '\n'));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new Complaint(`template parsing error: ${error.located()}`, 64);
  }
};

/** The client fills its own structs in, and where a template asks for what they lack, the JSON as it came. */
const filled = (run: Template, it: Found): string => {
  try {
    return run(withGoNames(it));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return run(nilsIn(inOrder(it), '', 'JSON'));
  }
};

/** Maps have their keys in order in Go. */
const inOrder = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, inOrder(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Fields that Go's structs call otherwise than the JSON does. */
const goNames: Readonly<Record<string, string>> = {
  CpuPeriod: 'CPUPeriod',
  CpuQuota: 'CPUQuota',
  CpuRealtimePeriod: 'CPURealtimePeriod',
  CpuRealtimeRuntime: 'CPURealtimeRuntime',
  CpuShares: 'CPUShares',
  Dns: 'DNS',
  DnsOptions: 'DNSOptions',
  DnsSearch: 'DNSSearch',
  NanoCpus: 'NanoCPUs',
};

const renamed = (fields: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [goNames[name] ?? name, value]));

/** In Go's structs the id is called `ID`, a field that JSON leaves out is empty, and null is a nil of some type. */
const withGoNames = (it: Found): unknown => {
  const typed = nilsIn(it, '', 'structs') as Readonly<Record<string, unknown>>;
  const { Id, Mounts, ...others } = typed;
  const whole = Array.isArray(Mounts)
    ? { ...others, Mounts: Mounts.map((mount) => ({ Name: '', Driver: '', ...mount })) }
    : others;
  return it.State === undefined
    ? { ...typed, ...(Id !== undefined && { ID: Id }) }
    : { ...whole, ID: Id, ...absent(typed) };
};

/** Of a container: what is left out of the JSON when there is none. */
const absent = ({
  State,
  Config,
  HostConfig,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  State: { Health: new Nil('<nil>'), ...(State as object) },
  Config: {
    ExposedPorts: new Nil('map[]', new EmptyStruct()),
    Healthcheck: new Nil('<nil>'),
    MacAddress: '',
    NetworkDisabled: false,
    Shell: new Nil('[]'),
    StopSignal: '',
    StopTimeout: new Nil('<nil>'),
    ...(Config as object),
  },
  HostConfig: {
    Init: new Nil('<nil>'),
    Mounts: new Nil('[]'),
    StorageOpt: new Nil('map[]', ''),
    Sysctls: new Nil('map[]', ''),
    Tmpfs: new Nil('map[]', ''),
    ...renamed(HostConfig as object),
  },
});

/** The maps in Go's structs, by name or by the struct and the name: what each gives for a key that it has not. */
const maps: Readonly<Record<string, unknown>> = {
  Labels: '',
  Options: '',
  DriverOpts: '',
  Tmpfs: '',
  Sysctls: '',
  StorageOpt: '',
  'LogConfig.Config': '',
  'GraphDriver.Data': '',
  Volumes: new EmptyStruct(),
  ExposedPorts: new EmptyStruct(),
  Ports: new Nil('[]'),
  PortBindings: new Nil('[]'),
  Networks: new Nil('<nil>'),
};

const pointers = new Set([
  'Init',
  'PidsLimit',
  'MemorySwappiness',
  'OomKillDisable',
  'Healthcheck',
  'IPAMConfig',
  'Health',
]);

/** Nulls as nils of their types. Of `structs` the maps are marked as well: in JSON as it came a missing key is an error. */
const nilsIn = (value: Json, path: string, of: 'structs' | 'JSON'): unknown => {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const map = [path, name].find((it) => Object.hasOwn(maps, it));
  const zero = map !== undefined && of === 'structs' ? maps[map] : undefined;
  if (value === null) return map !== undefined ? new Nil('map[]', zero) : new Nil(pointers.has(name) ? '<nil>' : '[]');
  if (Array.isArray(value)) return value.map((it) => nilsIn(it, '', of));
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, nilsIn(inner, `${name}.${key}`, of)] as const);
  return { ...Object.fromEntries(entries), ...(zero !== undefined && { [mapZero]: zero }) };
};
