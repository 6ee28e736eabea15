import { hasLabel } from '../../core/commands/client/prune-filters.ts';
import { findImage } from '../../core/images/find-image.ts';
import { hasMember } from '../../core/kernel/multimap.ts';
import { findContainer, isRejection } from '../../core/lifecycle/find-container.ts';
import type { Container } from '../../core/streams/container/container.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { World } from '../../core/world.ts';
import { FlagError, type Options } from '../cli/flags.ts';
import { ask, Complaint, type Docker, type Verb } from '../docker.ts';
import { containerListing, containerTable } from '../format/container-rows.ts';
import { createdOf, historyListing, historyTable, imageListing, imageTable } from '../format/image-rows.ts';
import { printRows } from '../format/rows.ts';

/** `key=value` words of `--filter`; `flag` as a complaint names it. */
export const filtersOf = (words: readonly string[], flag = '-f, --filter'): ReadonlyMap<string, readonly string[]> => {
  const filters = new Map<string, string[]>();
  for (const word of words) {
    const [, key, value] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    if (key === undefined || value === undefined)
      throw new FlagError(
        `invalid argument ${JSON.stringify(word)} for "${flag}" flag: bad format of filter (expected name=value)`,
      );
    const name = key.trim().toLowerCase();
    filters.set(name, [...(filters.get(name) ?? []), value.trim()]);
  }
  return filters;
};

const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

type Tests = Readonly<Record<string, (it: Container, value: string, world: World) => boolean>>;

/** What `docker ps --filter` understands. */
const tests: Tests = {
  id: ({ id }, value) => id.startsWith(value) || matches(id, value),
  name: ({ name }, value) => matches(name, value) || matches(`/${name}`, value),
  status: ({ state }, value) => state.status === value,
  exited: ({ state }, value) => state.status === 'exited' && state.exitCode === Number(value),
  label: ({ config }, value) => hasLabel(config.Labels ?? {}, value),
  ancestor: ({ image }, value, world) => isAncestor(world, image, value),
  volume: ({ mounts }, value) => mounts.some(({ name, destination }) => name === value || destination === value),
  network: ({ hostConfig }, value) => (hostConfig.NetworkMode ?? 'default').replace('default', 'bridge') === value,
  health: ({ health = 'none' }, value) => health === value,
  publish: () => false,
  expose: ({ config }, value) => Object.hasOwn(config.ExposedPorts ?? {}, portOf(value)),
  before: () => true,
  since: () => true,
  'is-task': (_, value) => value === 'false',
};

const portOf = (value: string): string => (value.includes('/') ? value : `${value}/tcp`);

/** What can not be asked for, in the words of the engine. */
const badValue = (key: string, values: readonly string[]): string | undefined => {
  const number = (kind: string, text: string): string =>
    `strconv.${kind}: parsing ${JSON.stringify(text)}: invalid syntax`;
  const odd = values.find((value) => !/^\d+(\/\w+)?$/.test(value));
  if (odd === undefined) return undefined;
  if (key === 'exited') return number('Atoi', odd);
  if (key !== 'publish' && key !== 'expose') return undefined;
  return `error while looking up for ${key} ${odd}: ${number('ParseUint', odd.split('/')[0] ?? '')}`;
};

const matches = (text: string, pattern: string): boolean => {
  try {
    return new RegExp(pattern).test(text);
  } catch {
    return text === pattern;
  }
};

const isAncestor = (world: World, image: string, value: string): boolean => {
  const found = findImage(world, value);
  for (
    let it = world.images.get(image as Image['id']);
    it && 'image' in found;
    it = it.parent && world.images.get(it.parent)
  )
    if (it.id === found.image.id) return true;
  return false;
};

export const ps: Verb = async (docker, options) => {
  const { world, now } = docker.machine;
  const filters = filtersOf(options.all('filter'));
  for (const [key, values] of filters) {
    const wrong = !Object.hasOwn(tests, key) ? key : key === 'status' ? badStatus(values) : undefined;
    if (wrong !== undefined) throw new Complaint(`Error response from daemon: Invalid filter '${wrong}'`);
    const flaw = badValue(key, values);
    if (flaw !== undefined) throw new Complaint(`Error response from daemon: ${flaw}`);
  }
  await ask(docker, { issuer: 'client', type: 'ListContainers', all: options.is('all') });
  const last = options.is('latest') ? 1 : Number(options.one('last') ?? -1);
  const all = options.is('all') || last > 0 || filters.has('status') || filters.has('exited');
  const chosen = [...world.containers.values()]
    .sort(newestFirst)
    .slice(0, last > 0 ? last : undefined)
    .filter((it) => all || ['running', 'paused', 'restarting'].includes(it.state.status))
    .filter((it) => [...filters].every(([key, values]) => passes(it, key, values, world)))
    .filter(between(world, filters));
  const trunc = !options.is('no-trunc');
  const listing = containerListing(world, chosen, now, trunc);
  docker.out(printRows(formatOf(options, containerTable(options.is('size'))), listing));
  return 0;
};

const quiet = '{{.ID}}';

/** `--quiet` is for the usual table: a format of one's own goes before it (measured). */
const formatOf = (options: Options, table: string): string => {
  const own = options.one('format');
  if (own !== undefined && own !== '' && own !== 'table') return own;
  return options.is('quiet') ? quiet : table;
};

const badStatus = (values: readonly string[]): string | undefined => {
  const wrong = values.find((value) => !statuses.includes(value));
  return wrong === undefined ? undefined : `status=${wrong}`;
};

const newestFirst = (a: Container, b: Container): number =>
  a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;

/** Labels must all hold; of the other filters one value is enough. */
const passes = (it: Container, key: string, values: readonly string[], world: World): boolean => {
  const holds = (value: string): boolean => tests[key]?.(it, value, world) ?? false;
  return key === 'label' ? values.every(holds) : values.some(holds);
};

const between = (world: World, filters: ReadonlyMap<string, readonly string[]>): ((it: Container) => boolean) => {
  const timeOf = (key: string): string | undefined => {
    const name = filters.get(key)?.[0];
    if (name === undefined) return undefined;
    const found = findContainer(world, name);
    if (isRejection(found)) throw new Complaint(`Error response from daemon: no such container ${name}`);
    return found.createdAt;
  };
  const before = timeOf('before');
  const since = timeOf('since');
  return ({ createdAt }) => (before === undefined || createdAt < before) && (since === undefined || createdAt > since);
};

export const images: Verb = async (docker, options) => {
  const { world, now } = docker.machine;
  const filters = filtersOf(options.all('filter'));
  const [wanted] = options.args;
  const patterns = [...(filters.get('reference') ?? []), ...(wanted === undefined ? [] : [wanted])];
  const request = { all: options.is('all'), filters: Object.fromEntries(filters) };
  await ask(docker, { issuer: 'client', type: 'ListImages', ...request });
  const digests = options.is('digests');
  const bound = (key: string): string | undefined => {
    const name = filters.get(key)?.[0];
    return name === undefined ? undefined : createdOf(imageOf(docker, name));
  };
  const before = bound('before');
  const since = bound('since');
  const chosen = [...world.images.values()]
    .filter((image) => options.is('all') || hasMember(world.indexes.imageReferences, image.id) || isLeaf(world, image))
    .filter((image) => before === undefined || createdOf(image) < before)
    .filter((image) => since === undefined || createdOf(image) > since)
    .filter((image) =>
      (filters.get('label') ?? []).every((label) => hasLabel(image.config.config?.Labels ?? {}, label)),
    )
    .sort((a, b) => (createdOf(a) < createdOf(b) ? 1 : createdOf(a) > createdOf(b) ? -1 : a.id < b.id ? -1 : 1));
  const listing = imageListing(world, chosen, { now, trunc: !options.is('no-trunc'), digests });
  const dangling = filters.get('dangling')?.[0];
  const rows = listing.rows
    .filter((row) => patterns.length === 0 || patterns.some((pattern) => isNamed(row, pattern)))
    .filter((row) => dangling === undefined || (row.Tag === '<none>') === /^(true|1)$/.test(dangling));
  const format = formatOf(options, imageTable(digests));
  docker.out(
    format === quiet ? [...new Set(rows.map(({ ID }) => `${ID}\n`))].join('') : printRows(format, { ...listing, rows }),
  );
  return 0;
};

const isLeaf = (world: World, { id }: Image): boolean => !hasMember(world.indexes.imageChildren, id);

const isNamed = ({ Repository, Tag, Digest }: Readonly<Record<string, unknown>>, pattern: string): boolean =>
  [Repository, `${Repository}:${Tag}`, `${Repository}@${Digest}`].some((name) => glob(pattern).test(String(name)));

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );

export const history: Verb = async (docker, options) => {
  const [reference = ''] = options.args;
  await ask(docker, { issuer: 'client', type: 'HistoryImage', image: reference });
  const { world, now } = docker.machine;
  const image = imageOf(docker, reference);
  const human = options.one('human') === undefined || options.is('human');
  const listing = historyListing(world, image, { now, trunc: !options.is('no-trunc'), digests: false, human });
  docker.out(printRows(formatOf(options, historyTable(human)), listing));
  return 0;
};

export const imageOf = ({ machine }: Docker, reference: string): Image => {
  const found = findImage(machine.world, reference);
  if ('image' in found) return found.image;
  throw new Complaint(`Error response from daemon: ${found.rejection.message}`);
};
