import { PersistentMap } from '../core/kernel/persistent-map.ts';
import { same } from '../core/same-world.ts';
import type { World } from '../core/world.ts';

/** One difference between two worlds. What is only in one of them has no value in the other. */
export type Difference = {
  /** `container/<id>`, `host`. */
  readonly stream: string;
  /** Where in the aggregate: `state.status`, `processes.42.comm`; empty for the whole of it. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
};

const families = {
  container: 'containers',
  image: 'images',
  layer: 'layers',
  reference: 'references',
  volume: 'volumes',
  'write-layer': 'writeLayers',
} as const;

/** What changed from one world to the other, aggregate by aggregate. What the two share costs nothing. */
export const stateDiff = (before: World, after: World): readonly Difference[] => [
  ...Object.entries(families).flatMap(([stream, family]) => ofFamily(stream, before[family], after[family])),
  ...differences('distribution', '', before.distribution, after.distribution),
  ...differences('host', '', before.host, after.host),
];

type Family = PersistentMap<string, unknown>;

const ofFamily = (stream: string, before: Family, after: Family): readonly Difference[] =>
  keysOf(before, after).flatMap((id) => {
    const [was, is] = [before.get(id), after.get(id)];
    return was !== undefined && is !== undefined
      ? differences(`${stream}/${id}`, '', was, is)
      : [difference(`${stream}/${id}`, '', was, is)];
  });

const differences = (stream: string, path: string, before: unknown, after: unknown): readonly Difference[] => {
  if (same(before, after)) return [];
  if (before instanceof PersistentMap && after instanceof PersistentMap)
    return keysOf(before, after).flatMap((key) =>
      differences(stream, join(path, String(key)), before.get(key), after.get(key)),
    );
  if (!isRecord(before) || !isRecord(after)) return [difference(stream, path, before, after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(stream, join(path, key), own(before, key), own(after, key)),
  );
};

/** Both sides' keys that do not hold the very same thing, in order. */
const keysOf = <K>(before: PersistentMap<K, unknown>, after: PersistentMap<K, unknown>): readonly K[] => {
  const keys = new Set<K>();
  for (const [key, value] of before) if (after.get(key) !== value) keys.add(key);
  for (const [key, value] of after) if (before.get(key) !== value) keys.add(key);
  return [...keys].sort((a, b) => (a < b ? -1 : 1));
};

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const difference = (stream: string, path: string, before: unknown, after: unknown): Difference => ({
  stream,
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

type Rec = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Rec =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof PersistentMap);

const own = (record: Rec, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : undefined);
