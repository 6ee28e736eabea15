import { Map as Trie } from 'immutable';

/**
 * A map that is never changed in place. `get` and `set` cost the same at ten entries and at a million.
 * Iteration order means nothing; views sort. Fields are `private`, not `#private`: equality in tests must see them.
 */
export class PersistentMap<K, V> {
  private readonly trie: Trie<K, V>;

  private constructor(trie: Trie<K, V>) {
    this.trie = trie;
  }

  static empty<K, V>(): PersistentMap<K, V> {
    return emptyMap as PersistentMap<K, V>;
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    return new PersistentMap(Trie(entries as Iterable<[K, V]>));
  }

  get size(): number {
    return this.trie.size;
  }

  get(key: K): V | undefined {
    return this.trie.get(key);
  }

  has(key: K): boolean {
    return this.trie.has(key);
  }

  set(key: K, value: V): PersistentMap<K, V> {
    return this.with(this.trie.set(key, value));
  }

  delete(key: K): PersistentMap<K, V> {
    return this.with(this.trie.delete(key));
  }

  /** The entry rewritten from what it was; `undefined` takes it out. */
  rewrite(key: K, change: (value: V | undefined) => V | undefined): PersistentMap<K, V> {
    const value = change(this.trie.get(key));
    return value === undefined ? this.delete(key) : this.set(key, value);
  }

  /** Many changes at once: a later pair wins, `undefined` takes out. */
  setAll(entries: Iterable<readonly [K, V | undefined]>): PersistentMap<K, V> {
    return this.with(
      this.trie.withMutations((draft) => {
        for (const [key, value] of entries) {
          if (value === undefined) draft.delete(key);
          else draft.set(key, value);
        }
      }),
    );
  }

  keys(): IterableIterator<K> {
    return this.trie.keys();
  }

  values(): IterableIterator<V> {
    return this.trie.values();
  }

  entries(): IterableIterator<[K, V]> {
    return this.trie.entries();
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.trie.entries();
  }

  /** Some key; there is none in an empty map. */
  anyKey(): K | undefined {
    return this.trie.keySeq().first();
  }

  /** Whether another map holds the same keys with the same values. */
  isSame(other: PersistentMap<K, V>, sameValue: (a: V, b: V) => boolean): boolean {
    if (this.trie === other.trie) return true;
    return (
      this.trie.size === other.trie.size &&
      this.trie.every((value, key) => {
        const others = other.trie.get(key);
        return others !== undefined && (value === others || sameValue(value, others));
      })
    );
  }

  /** The same entries, as plain data for JSON and for state hashes; sorted by key. */
  toJSON(): readonly (readonly [K, V])[] {
    return [...this.trie.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  private with(trie: Trie<K, V>): PersistentMap<K, V> {
    return trie === this.trie ? this : trie.size === 0 ? PersistentMap.empty() : new PersistentMap(trie);
  }
}

const emptyMap: PersistentMap<unknown, unknown> = PersistentMap.of([]);
