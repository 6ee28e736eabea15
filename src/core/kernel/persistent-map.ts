/**
 * A map that is never changed in place, as far as anybody can see. Iteration order means nothing; views sort. A value is
 * never `undefined`.
 *
 * Few entries stand in a flat list that is copied. More stand in one native Map that belongs to the version used last; the
 * versions before it remember only what they have otherwise (Baker's trick: "Shallow binding makes functional arrays fast").
 * The latest version, the one that a log is folded into, is read and written as fast as a native Map at any size; an
 * older one takes the Map over when it is asked. Fields are `private`, not `#private`: equality in tests must see them.
 */
export class PersistentMap<K, V> {
  private static readonly none: unknown = new PersistentMap<unknown, unknown>(0, [], undefined);

  readonly size: number;
  /** Keys and values in turn, of a small map. */
  private readonly list: readonly unknown[] | undefined;
  /** Of the version that holds the Map. */
  private table: Map<K, V> | undefined;
  /** Of any other version: all is as in the next one, but for this key. A map that changes in place has itself here. */
  private next: PersistentMap<K, V> | undefined;
  private key: K | undefined;
  private value: V | undefined;

  private constructor(size: number, list: readonly unknown[] | undefined, table: Map<K, V> | undefined) {
    this.size = size;
    this.list = list;
    this.table = table;
    this.next = undefined;
    this.key = undefined;
    this.value = undefined;
  }

  static empty<K, V>(): PersistentMap<K, V> {
    return PersistentMap.none as PersistentMap<K, V>;
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    return PersistentMap.holding(new Map(entries));
  }

  private static holding<K, V>(table: Map<K, V>): PersistentMap<K, V> {
    if (table.size > most) return new PersistentMap(table.size, undefined, table);
    if (table.size === 0) return PersistentMap.empty();
    const list: unknown[] = [];
    for (const [key, value] of table) list.push(key, value);
    return new PersistentMap<K, V>(table.size, list, undefined);
  }

  /**
   * A copy that changes in place, for who folds many events into it and shows nobody what it was on the way: `set` and the
   * like give the map itself. It must not be kept; what is kept is what `asImmutable` gives of it.
   */
  asMutable(): PersistentMap<K, V> {
    const { list } = this;
    const table = list === undefined ? new Map(this.table ?? this.own()) : tableOf<K, V>(list);
    const copy = new PersistentMap<K, V>(this.size, undefined, table);
    copy.next = copy;
    return copy;
  }

  /** The end of changing in place. */
  asImmutable(): PersistentMap<K, V> {
    const { table } = this;
    return this.next === this && table !== undefined ? PersistentMap.holding(table) : this;
  }

  get(key: K): V | undefined {
    const { list } = this;
    if (list !== undefined) {
      const at = indexOf(list, key);
      return at < 0 ? undefined : (list[at + 1] as V);
    }
    return (this.table ?? this.own()).get(key);
  }

  has(key: K): boolean {
    return this.get(key) !== undefined;
  }

  set(key: K, value: V): PersistentMap<K, V> {
    const { list } = this;
    if (list !== undefined) {
      const at = indexOf(list, key);
      if (at >= 0) {
        if (list[at + 1] === value) return this;
        const changed = list.slice();
        changed[at + 1] = value;
        return new PersistentMap<K, V>(this.size, changed, undefined);
      }
      if (this.size < most) return new PersistentMap<K, V>(this.size + 1, [...list, key, value], undefined);
      return new PersistentMap<K, V>(this.size + 1, undefined, tableOf<K, V>(list).set(key, value));
    }
    const table = this.table ?? this.own();
    const before = table.get(key);
    if (before === value) return this;
    table.set(key, value);
    if (this.next === this) return this.grown(table);
    return this.handOver(table, before === undefined ? this.size + 1 : this.size, key, before);
  }

  delete(key: K): PersistentMap<K, V> {
    const { list } = this;
    if (list !== undefined) {
      const at = indexOf(list, key);
      if (at < 0) return this;
      if (this.size === 1) return PersistentMap.empty();
      return new PersistentMap<K, V>(this.size - 1, [...list.slice(0, at), ...list.slice(at + 2)], undefined);
    }
    const table = this.table ?? this.own();
    const before = table.get(key);
    if (before === undefined) return this;
    if (this.next === this) {
      table.delete(key);
      return this.grown(table);
    }
    if (this.size - 1 <= least) {
      const rest = new Map(table);
      rest.delete(key);
      return PersistentMap.holding(rest);
    }
    table.delete(key);
    return this.handOver(table, this.size - 1, key, before);
  }

  /** The entry rewritten from what it was; `undefined` takes it out. */
  rewrite(key: K, change: (value: V | undefined) => V | undefined): PersistentMap<K, V> {
    const value = change(this.get(key));
    return value === undefined ? this.delete(key) : this.set(key, value);
  }

  /** Many changes at once: a later pair wins, `undefined` takes out. */
  setAll(entries: readonly (readonly [K, V | undefined])[]): PersistentMap<K, V> {
    if (this.list !== undefined && entries.length > few) {
      const table = tableOf<K, V>(this.list);
      for (const [key, value] of entries) {
        if (value === undefined) table.delete(key);
        else table.set(key, value);
      }
      return PersistentMap.holding(table);
    }
    let map: PersistentMap<K, V> = this;
    for (const [key, value] of entries) map = value === undefined ? map.delete(key) : map.set(key, value);
    return map;
  }

  keys(): IterableIterator<K> {
    return this.entriesNow()
      .map(([key]) => key)
      .values();
  }

  values(): IterableIterator<V> {
    return this.entriesNow()
      .map(([, value]) => value)
      .values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.entriesNow().values();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entriesNow().values();
  }

  /** Some key; there is none in an empty map. */
  anyKey(): K | undefined {
    if (this.list !== undefined) return this.list[0] as K | undefined;
    for (const key of (this.table ?? this.own()).keys()) return key;
    return undefined;
  }

  /** Whether another map holds the same keys with the same values. */
  isSame(other: PersistentMap<K, V>, sameValue: (a: V, b: V) => boolean): boolean {
    if (this === other) return true;
    if (this.size !== other.size) return false;
    const own = this.entriesNow();
    return own.every(([key, value]) => {
      const others = other.get(key);
      return others !== undefined && (value === others || sameValue(value, others));
    });
  }

  /** The same entries, as plain data for JSON and for state hashes; sorted by key. */
  toJSON(): readonly (readonly [K, V])[] {
    return this.entriesNow().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** A copy: whoever goes through it may use other versions meanwhile. */
  private entriesNow(): [K, V][] {
    const { list } = this;
    if (list === undefined) return [...(this.table ?? this.own())];
    const entries: [K, V][] = [];
    for (let at = 0; at < list.length; at += 2) entries.push([list[at] as K, list[at + 1] as V]);
    return entries;
  }

  /** Of a map that changes in place. */
  private grown({ size }: Map<K, V>): PersistentMap<K, V> {
    (this as { size: number }).size = size;
    return this;
  }

  /** The Map goes on to a new version; this one keeps what it had under the key. */
  private handOver(table: Map<K, V>, size: number, key: K, before: V | undefined): PersistentMap<K, V> {
    const after = new PersistentMap<K, V>(size, undefined, table);
    this.table = undefined;
    this.next = after;
    this.key = key;
    this.value = before;
    return after;
  }

  /** This version takes the Map over; far from it, it makes a copy, so that two versions in use do not take turns. */
  private own(): Map<K, V> {
    const way: PersistentMap<K, V>[] = [];
    let holder: PersistentMap<K, V> = this;
    while (holder.table === undefined) {
      way.push(holder);
      holder = holder.next as PersistentMap<K, V>;
    }
    const isFar = way.length > 64 && way.length > this.size;
    let table = holder.table;
    if (isFar) table = new Map(table);
    for (let at = way.length - 1; at >= 0; at--) {
      const version = way[at] as PersistentMap<K, V>;
      const key = version.key as K;
      if (!isFar) {
        holder.table = undefined;
        holder.next = version;
        holder.key = key;
        holder.value = table.get(key);
      }
      if (version.value === undefined) table.delete(key);
      else table.set(key, version.value);
      holder = version;
    }
    this.table = table;
    this.next = undefined;
    this.key = undefined;
    this.value = undefined;
    return table;
  }
}

/** So many entries fit into a list; a Map that loses entries goes back to one at fewer, not to and fro at each step. */
const most = 8;
const least = 4;
/** So many changes of a list are made one by one. */
const few = 3;

const indexOf = (list: readonly unknown[], key: unknown): number => {
  for (let at = 0; at < list.length; at += 2) if (list[at] === key) return at;
  return -1;
};

const tableOf = <K, V>(list: readonly unknown[]): Map<K, V> => {
  const table = new Map<K, V>();
  for (let at = 0; at < list.length; at += 2) table.set(list[at] as K, list[at + 1] as V);
  return table;
};
