import { PersistentMap } from '../../src/index.ts';

/**
 * Whether two values of the world hold the same: plain data and persistent maps, an absent field equal to one that is
 * `undefined`. Maps and their members never change, so what was found the same once is not looked into again.
 */
export const agree = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return Object.is(one, other);
  if (one instanceof PersistentMap) return other instanceof PersistentMap && found(one, other, sameMap);
  if (Array.isArray(one)) return Array.isArray(other) && sameList(one, other);
  return !Array.isArray(other) && !(other instanceof PersistentMap) && sameRecord(one as Fields, other as Fields);
};

type Fields = Readonly<Record<string, unknown>>;
type AnyMap = PersistentMap<unknown, unknown>;

/** The same of two aggregates, or of two members of one. */
export const agreeOn = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  return found(one, other, agree);
};

/** For each object the one that it was last found to agree with. */
const partners = new WeakMap<object, object>();

const found = <T extends object>(one: T, other: T, compare: (one: T, other: T) => boolean): boolean => {
  if (partners.get(one) === other) return true;
  if (!compare(one, other)) return false;
  partners.set(one, other);
  return true;
};

const sameMap = (one: AnyMap, other: AnyMap): boolean => {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (!agreeOn(value, other.get(key))) return false;
  return true;
};

const sameList = (one: readonly unknown[], other: readonly unknown[]): boolean => {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (!agree(one[at], other[at])) return false;
  return true;
};

/** Only an own field counts: a label may be called `constructor`. */
const sameRecord = (one: Fields, other: Fields): boolean => {
  for (const name of Object.keys(one))
    if (!agree(one[name], Object.hasOwn(other, name) ? other[name] : undefined)) return false;
  for (const name of Object.keys(other)) if (other[name] !== undefined && !Object.hasOwn(one, name)) return false;
  return true;
};
