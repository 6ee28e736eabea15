import type { DiffId } from '../kernel/brand.ts';
import { isDigest } from '../kernel/digest.ts';
import type { ContainerConfig, Healthcheck } from '../streams/container/config.ts';
import type { HistoryRow, ImageConfig } from '../streams/image/image.ts';

/** Why bytes are not the config of an image that this engine could run. */
export type ConfigFlaw = { readonly flaw: string };

/**
 * What a config's JSON says. Fields that the model does not know stay in the bytes, which are kept whole. Nothing is
 * trusted: a field of the wrong type is refused, as Go's decoder refuses it.
 */
export const readImageConfig = (bytes: string): ImageConfig | ConfigFlaw => {
  const json = parseJson(bytes);
  if (!isObject(json)) return { flaw: 'invalid image JSON' };
  if (!isObject(own(json, 'rootfs'))) return { flaw: 'invalid image JSON, no RootFS key' };
  try {
    return imageConfig(json);
  } catch (error) {
    if (error instanceof WrongType) return { flaw: `json: cannot unmarshal ${error.message}` };
    throw error;
  }
};

/** Text of a string, of a list, … or `undefined` when it is absent or null; anything else is the wrong type. */
class WrongType extends Error {}

type Json = Readonly<Record<string, unknown>>;

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (json: Json, key: string): unknown => (Object.hasOwn(json, key) ? (json[key] ?? undefined) : undefined);

const text = (json: Json, key: string): string | undefined => typed(json, key, 'string') as string | undefined;
const flag = (json: Json, key: string): boolean | undefined => typed(json, key, 'boolean') as boolean | undefined;
const count = (json: Json, key: string): number | undefined => typed(json, key, 'number') as number | undefined;

const typed = (json: Json, key: string, type: 'string' | 'boolean' | 'number'): unknown => {
  const value = own(json, key);
  if (value !== undefined && typeof value !== type) throw new WrongType(`${typeof value} into Go struct field ${key}`);
  return value;
};

const object = (json: Json, key: string): Json | undefined => {
  const value = own(json, key);
  if (value !== undefined && !isObject(value)) throw new WrongType(`${typeof value} into Go struct field ${key}`);
  return value;
};

const list = (json: Json, key: string): readonly unknown[] | undefined => {
  const value = own(json, key);
  if (value !== undefined && !Array.isArray(value)) throw new WrongType(`${typeof value} into Go struct field ${key}`);
  return value;
};

/** A single string where a list belongs is a list of one, as Docker's `strslice` reads it. */
const texts = (json: Json, key: string): readonly string[] | undefined => {
  const value = own(json, key);
  const items = typeof value === 'string' ? [value] : list(json, key);
  if (items?.some((item) => typeof item !== 'string')) throw new WrongType(`value into Go struct field ${key}`);
  return items as readonly string[] | undefined;
};

const set = (json: Json, key: string): Readonly<Record<string, Record<string, never>>> | undefined => {
  const value = object(json, key);
  return value && Object.fromEntries(Object.keys(value).map((name) => [name, {}]));
};

const strings = (json: Json, key: string): Readonly<Record<string, string>> | undefined => {
  const value = object(json, key);
  return value && Object.fromEntries(Object.keys(value).map((name) => [name, text(value, name) ?? '']));
};

const imageConfig = (json: Json): ImageConfig => {
  const [config, containerConfig] = [object(json, 'config'), object(json, 'container_config')];
  return {
    architecture: text(json, 'architecture') ?? '',
    os: text(json, 'os') ?? '',
    ...given({
      created: text(json, 'created'),
      author: text(json, 'author'),
      comment: text(json, 'comment'),
      docker_version: text(json, 'docker_version'),
      container: text(json, 'container'),
      config: config && containerConfigOf(config),
      container_config: containerConfig && containerConfigOf(containerConfig),
      variant: text(json, 'variant'),
      osVersion: text(json, 'os.version'),
      osFeatures: texts(json, 'os.features'),
    }),
    history: (list(json, 'history') ?? []).map(historyRow),
    diffIds: diffIds(object(json, 'rootfs') ?? {}),
  };
};

const diffIds = (rootfs: Json): readonly DiffId[] => {
  const ids = texts(rootfs, 'diff_ids') ?? [];
  if (!ids.every(isDigest)) throw new WrongType('string into Go struct field diff_ids');
  return ids as readonly DiffId[];
};

const historyRow = (row: unknown): HistoryRow => {
  if (!isObject(row)) throw new WrongType(`${typeof row} into Go struct field history`);
  return given({
    created: text(row, 'created'),
    author: text(row, 'author'),
    created_by: text(row, 'created_by'),
    comment: text(row, 'comment'),
    empty_layer: flag(row, 'empty_layer') ? (true as const) : undefined,
  });
};

const containerConfigOf = (json: Json): ContainerConfig => {
  const health = object(json, 'Healthcheck');
  return given({
    Hostname: text(json, 'Hostname'),
    Domainname: text(json, 'Domainname'),
    User: text(json, 'User'),
    AttachStdin: flag(json, 'AttachStdin'),
    AttachStdout: flag(json, 'AttachStdout'),
    AttachStderr: flag(json, 'AttachStderr'),
    ExposedPorts: set(json, 'ExposedPorts'),
    Tty: flag(json, 'Tty'),
    OpenStdin: flag(json, 'OpenStdin'),
    StdinOnce: flag(json, 'StdinOnce'),
    Env: texts(json, 'Env'),
    Cmd: texts(json, 'Cmd'),
    Healthcheck: health && healthcheck(health),
    ArgsEscaped: flag(json, 'ArgsEscaped'),
    Image: text(json, 'Image'),
    Volumes: set(json, 'Volumes'),
    WorkingDir: text(json, 'WorkingDir'),
    Entrypoint: texts(json, 'Entrypoint'),
    NetworkDisabled: flag(json, 'NetworkDisabled'),
    MacAddress: text(json, 'MacAddress'),
    OnBuild: texts(json, 'OnBuild'),
    Labels: strings(json, 'Labels'),
    StopSignal: text(json, 'StopSignal'),
    StopTimeout: count(json, 'StopTimeout'),
    Shell: texts(json, 'Shell'),
  });
};

const healthcheck = (json: Json): Healthcheck =>
  given({
    Test: texts(json, 'Test'),
    Interval: count(json, 'Interval'),
    Timeout: count(json, 'Timeout'),
    StartPeriod: count(json, 'StartPeriod'),
    Retries: count(json, 'Retries'),
  });

/** Without what is absent and what is Go's zero value: `''`, `false`. */
type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== '' && value !== false),
  ) as Given<T>;
