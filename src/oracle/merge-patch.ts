/** A value of JSON without null: absent is absent. */
export type Plain = string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** RFC 7396: an object's fields that change, null for those that go; anything else stands for itself. */
export type MergePatch = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: MergePatch };

type Fields = Readonly<Record<string, unknown>>;

/** What makes `before` into `after`; absent when they are equal. */
export const patchBetween = (before: unknown, after: unknown): MergePatch | undefined => {
  if (!isFields(after) || !isFields(before)) return isSame(before, after) ? undefined : plain(after);
  const changed: [string, MergePatch][] = [];
  for (const key of Object.keys(before)) if (own(after, key) === undefined) changed.push([key, null]);
  for (const key of Object.keys(after)) {
    const patch = own(after, key) === undefined ? undefined : patchBetween(own(before, key), own(after, key));
    if (patch !== undefined) changed.push([key, patch]);
  }
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
};

export const patched = (before: unknown, patch: unknown): unknown => {
  if (!isFields(patch)) return patch;
  const after = new Map(isFields(before) ? Object.entries(before) : []);
  for (const [key, value] of Object.entries(patch))
    if (value === null) after.delete(key);
    else after.set(key, patched(after.get(key), value));
  return Object.fromEntries(after);
};

/** The value as JSON would keep it; a merge patch has no other word for a new object than the object. */
const plain = (value: unknown): MergePatch => JSON.parse(JSON.stringify(value)) as MergePatch;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isFields = (it: unknown): it is Fields => typeof it === 'object' && it !== null && !Array.isArray(it);

/** Only an own field counts: a label may be called `constructor`. */
const own = (fields: Fields, key: string): unknown => (Object.hasOwn(fields, key) ? fields[key] : undefined);
