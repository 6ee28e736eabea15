import { PersistentMap } from './kernel/persistent-map.ts';
import { indexesOf } from './recompute-indexes.ts';
import type { World } from './world.ts';

/** The world as canonical JSON: equal worlds give the same text. Indexes are left out, they follow from the rest. */
export const stateOf = ({ indexes: _, ...aggregates }: World): string => JSON.stringify(encode(aggregates));

/** The world that such a text tells. Only for texts that `stateOf` has made. */
export const worldFrom = (state: string): World => {
  const aggregates = decode(JSON.parse(state)) as Omit<World, 'indexes'>;
  return { ...aggregates, indexes: indexesOf(aggregates) };
};

/** One line of a state: `container/<id> {…}`, `host {…}`. */
export type StateLine = string;

/**
 * The same, aggregate by aggregate, sorted by stream: a state that no single text could hold, and that two
 * implementations can compare line by line. The state hash is the SHA-256 of these lines (docs/log.md).
 */
export function* stateLines(world: World): Generator<StateLine> {
  for (const stream of streamsInOrder)
    if (stream === 'host' || stream === 'distribution') yield `${stream} ${canonical(world[stream])}`;
    else for (const [id, aggregate] of sorted(world[families[stream]])) yield `${stream}/${id} ${canonical(aggregate)}`;
}

/** The world that such lines tell. Only for lines that `stateLines` has made. */
export const worldFromLines = (lines: Iterable<StateLine>): World => {
  const maps = Object.fromEntries(Object.values(families).map((name) => [name, new Map<string, unknown>()]));
  const singles: Record<string, unknown> = {};
  for (const line of lines) {
    const space = line.indexOf(' {');
    const slash = line.indexOf('/');
    const value = decode(JSON.parse(line.slice(space + 1)));
    if (slash < 0 || slash > space) singles[line.slice(0, space)] = value;
    else maps[families[line.slice(0, slash) as Family]]?.set(line.slice(slash + 1, space), value);
  }
  const aggregates = {
    ...Object.fromEntries(Object.entries(maps).map(([name, map]) => [name, PersistentMap.of(map)])),
    ...singles,
  } as unknown as Omit<World, 'indexes'>;
  return { ...aggregates, indexes: indexesOf(aggregates) };
};

/** Where the world keeps the aggregates of each stream. */
const families = {
  container: 'containers',
  image: 'images',
  layer: 'layers',
  reference: 'references',
  volume: 'volumes',
  'write-layer': 'writeLayers',
} as const;

type Family = keyof typeof families;

const streamsInOrder = [
  'container',
  'distribution',
  'host',
  'image',
  'layer',
  'reference',
  'volume',
  'write-layer',
] as const;

const sorted = (map: PersistentMap<string, unknown>): readonly (readonly [string, unknown])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

const mapMark = '$map';
const recordMark = '$record';
/** Keys that mean something here, or to JavaScript; a record that has one of them is written as pairs. */
const special: ReadonlySet<string> = new Set([mapMark, recordMark, '__proto__']);

const encode = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof PersistentMap)
    return { [mapMark]: value.toJSON().map(([key, member]) => [key, encode(member)]) };
  const pairs = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, encode(member)] as const);
  return pairs.some(([key]) => special.has(key)) ? { [recordMark]: pairs } : Object.fromEntries(pairs);
};

/** The same as text, keys in the order of their code units even where they are numbers, which an object would put first. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value instanceof PersistentMap)
    return `{"${mapMark}":[${value
      .toJSON()
      .map(([key, member]) => `[${JSON.stringify(key)},${canonical(member)}]`)
      .join()}]}`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const isSpecial = members.some(([key]) => special.has(key));
  const texts = members.map(([key, member]) =>
    isSpecial ? `[${JSON.stringify(key)},${canonical(member)}]` : `${JSON.stringify(key)}:${canonical(member)}`,
  );
  return isSpecial ? `{"${recordMark}":[${texts.join()}]}` : `{${texts.join()}}`;
};

type Pairs = readonly (readonly [never, unknown])[];

/** In place: what JSON.parse has just made belongs to nobody else. */
const decode = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const { [mapMark]: map, [recordMark]: record } = value as Readonly<Record<string, Pairs | undefined>>;
  if (map) return PersistentMap.of(map.map(([key, member]) => [key, decode(member)] as const));
  if (record) return Object.fromEntries(record.map(([key, member]) => [key, decode(member)]));
  const members = value as Record<string, unknown>;
  for (const key in members) {
    const member = members[key];
    if (typeof member === 'object') members[key] = decode(member);
  }
  return value;
};
