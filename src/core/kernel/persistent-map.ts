import { findLeaf, hashOf, insert, leafOf, leavesOf, sameTrie, type Trie, without } from './trie.ts';

/**
 * A map that is never changed in place. `get` and `set` cost about the same at ten entries and at a million. Keys are texts
 * or whole numbers. Iteration order means nothing; views sort. Fields are `private`, not `#private`: equality in tests
 * must see them.
 */
export class PersistentMap<K, V> {
  private readonly trie: Trie<K, V> | undefined;
  readonly size: number;

  private constructor(trie: Trie<K, V> | undefined, size: number) {
    this.trie = trie;
    this.size = size;
  }

  static empty<K, V>(): PersistentMap<K, V> {
    return PersistentMap.nothing as PersistentMap<K, V>;
  }

  static of<K, V>(entries: Iterable<readonly [K, V]>): PersistentMap<K, V> {
    return PersistentMap.empty<K, V>().setAll(entries);
  }

  get(key: K): V | undefined {
    return findLeaf(this.trie, key)?.value;
  }

  has(key: K): boolean {
    return findLeaf(this.trie, key) !== undefined;
  }

  set(key: K, value: V): PersistentMap<K, V> {
    const before = findLeaf(this.trie, key);
    if (before !== undefined && Object.is(before.value, value)) return this;
    const size = before === undefined ? this.size + 1 : this.size;
    return new PersistentMap(insert(this.trie, leafOf(key, value), undefined), size);
  }

  delete(key: K): PersistentMap<K, V> {
    const { trie } = this;
    if (trie === undefined || findLeaf(trie, key) === undefined) return this;
    const rest = without(trie, hashOf(key), key);
    return rest === undefined ? PersistentMap.empty() : new PersistentMap(rest, this.size - 1);
  }

  /** The entry rewritten from what it was; `undefined` takes it out. */
  rewrite(key: K, change: (value: V | undefined) => V | undefined): PersistentMap<K, V> {
    const value = change(this.get(key));
    return value === undefined ? this.delete(key) : this.set(key, value);
  }

  /** Many changes at once: a later pair wins, `undefined` takes out. */
  setAll(entries: Iterable<readonly [K, V | undefined]>): PersistentMap<K, V> {
    const fresh = new Set<unknown>();
    let { trie, size } = this;
    for (const [key, value] of entries) {
      const before = findLeaf(trie, key);
      if (value !== undefined) {
        if (before !== undefined && Object.is(before.value, value)) continue;
        trie = insert(trie, leafOf(key, value), fresh);
        if (before === undefined) size += 1;
      } else if (trie !== undefined && before !== undefined) {
        trie = without(trie, before.hash, key);
        size -= 1;
      }
    }
    return trie === this.trie ? this : trie === undefined ? PersistentMap.empty() : new PersistentMap(trie, size);
  }

  /** Any one key. */
  anyKey(): K | undefined {
    let node = this.trie;
    while (node?.kind === 'branch') node = node.children[0];
    return node?.kind === 'clash' ? node.leaves[0]?.key : node?.key;
  }

  *keys(): IterableIterator<K> {
    for (const { key } of leavesOf(this.trie)) yield key;
  }

  *values(): IterableIterator<V> {
    for (const { value } of leavesOf(this.trie)) yield value;
  }

  *entries(): IterableIterator<[K, V]> {
    for (const { key, value } of leavesOf(this.trie)) yield [key, value];
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  /** Whether another map holds the same keys with the same values; parts that the two share are not looked into. */
  isSame(other: PersistentMap<K, V>, sameValue: (a: V, b: V) => boolean): boolean {
    return this.size === other.size && sameTrie(this.trie, other.trie, sameValue);
  }

  /** The same entries, as plain data for JSON and for state hashes; sorted by key. */
  toJSON(): readonly (readonly [K, V])[] {
    return [...this].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }

  private static readonly nothing: PersistentMap<unknown, unknown> = new PersistentMap<unknown, unknown>(undefined, 0);
}
