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

type Pairs = readonly (readonly [never, unknown])[];

const decode = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const { [mapMark]: map, [recordMark]: record } = value as Readonly<Record<string, Pairs | undefined>>;
  if (map) return PersistentMap.of(map.map(([key, member]) => [key, decode(member)] as const));
  return Object.fromEntries(
    (record ?? (Object.entries(value) as unknown as Pairs)).map(([key, member]) => [key, decode(member)]),
  );
};
