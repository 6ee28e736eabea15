import { PersistentMap } from './kernel/persistent-map.ts';
import type { World } from './world.ts';

/** Whether two worlds hold the same. Parts that the two share are not looked into. */
export const sameWorld = (a: World, b: World): boolean => same(a, b);

/** Equality by value of plain data and persistent maps; an absent field equals one that is `undefined`. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof PersistentMap) return b instanceof PersistentMap && a.isSame(b, same);
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b);
  return !Array.isArray(b) && !(b instanceof PersistentMap) && sameRecord(a, b);
};

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, at) => same(item, b[at]));

const sameRecord = (a: object, b: object): boolean => {
  for (const [key, value] of Object.entries(a)) if (!same(value, ownOf(b, key))) return false;
  for (const [key, value] of Object.entries(b)) if (value !== undefined && !Object.hasOwn(a, key)) return false;
  return true;
};

/** Only an own field counts: a label may be called `constructor`. */
const ownOf = (record: object, key: string): unknown =>
  Object.hasOwn(record, key) ? (record as Readonly<Record<string, unknown>>)[key] : undefined;
