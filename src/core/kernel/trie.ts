/**
 * A hash trie: a branch has up to 32 children, chosen by five bits of a key's hash at a time. Every set of entries has
 * exactly one shape, whatever the order of its making, so that two tries can be compared side by side.
 */
export type Trie<K, V> = Leaf<K, V> | Branch<K, V> | Clash<K, V>;

export type Leaf<K, V> = { readonly kind: 'leaf'; readonly hash: number; readonly key: K; readonly value: V };
/** `children` stand in the order of the bits set in `bitmap`. At least two entries are below it. */
export type Branch<K, V> = { readonly kind: 'branch'; bitmap: number; children: Trie<K, V>[] };
/** Different keys of one hash, in text order. */
export type Clash<K, V> = { readonly kind: 'clash'; readonly hash: number; readonly leaves: readonly Leaf<K, V>[] };

/** Branches that one bulk change has made itself and may still change in place. */
export type Fresh = Set<unknown> | undefined;

export const leafOf = <K, V>(key: K, value: V): Leaf<K, V> => ({ kind: 'leaf', hash: hashOf(key), key, value });

/** Whole numbers are their own hash: the next pid lies beside the last. */
export const hashOf = (key: unknown): number =>
  typeof key === 'string' ? hashOfText(key) : typeof key === 'number' ? key | 0 : hashOfText(String(key));

/** Of an id's 64 digits a few are chance enough; a clash costs time, nothing else. */
const hashOfText = (text: string): number => {
  const { length } = text;
  const from = length < 64 ? 0 : length - 16;
  let hash = length;
  for (let at = from; at < length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) | 0;
};

const countBits = (bits: number): number => {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & 31);

export const findLeaf = <K, V>(trie: Trie<K, V> | undefined, key: K): Leaf<K, V> | undefined => {
  if (trie === undefined) return undefined;
  const hash = hashOf(key);
  let node = trie;
  for (let shift = 0; node.kind === 'branch'; shift += 5) {
    const bit = bitOf(hash, shift);
    if ((node.bitmap & bit) === 0) return undefined;
    node = node.children[countBits(node.bitmap & (bit - 1))] as Trie<K, V>;
  }
  if (node.kind === 'leaf') return node.key === key ? node : undefined;
  return node.leaves.find((leaf) => leaf.key === key);
};

export const insert = <K, V>(node: Trie<K, V> | undefined, leaf: Leaf<K, V>, fresh: Fresh, shift = 0): Trie<K, V> => {
  if (node === undefined) return leaf;
  if (node.kind !== 'branch') {
    if (node.hash !== leaf.hash) return split(node, leaf, shift, fresh);
    return node.kind === 'leaf' && node.key === leaf.key ? leaf : clash(node, leaf);
  }
  const bit = bitOf(leaf.hash, shift);
  const at = countBits(node.bitmap & (bit - 1));
  if ((node.bitmap & bit) === 0) {
    const children = fresh?.has(node) ? node.children : node.children.slice();
    children.splice(at, 0, leaf);
    return changed(node, node.bitmap | bit, children, fresh);
  }
  const child = insert(node.children[at], leaf, fresh, shift + 5);
  if (child === node.children[at]) return node;
  const children = fresh?.has(node) ? node.children : node.children.slice();
  children[at] = child;
  return changed(node, node.bitmap, children, fresh);
};

/** Without the entry; what is left with one entry is that entry alone. */
export const without = <K, V>(node: Trie<K, V>, hash: number, key: K, shift = 0): Trie<K, V> | undefined => {
  if (node.kind === 'leaf') return node.key === key ? undefined : node;
  if (node.kind === 'clash') {
    const rest = node.leaves.filter((leaf) => leaf.key !== key);
    return rest.length > 1 ? { ...node, leaves: rest } : rest[0];
  }
  const bit = bitOf(hash, shift);
  if ((node.bitmap & bit) === 0) return node;
  const at = countBits(node.bitmap & (bit - 1));
  const child = without(node.children[at] as Trie<K, V>, hash, key, shift + 5);
  if (child === node.children[at]) return node;
  if (child === undefined) {
    const [one, other] = node.children;
    if (node.children.length === 2 && one && other) {
      const left = at === 0 ? other : one;
      if (left.kind !== 'branch') return left;
    }
    const children = node.children.slice();
    children.splice(at, 1);
    return { kind: 'branch', bitmap: node.bitmap & ~bit, children };
  }
  if (node.children.length === 1 && child.kind !== 'branch') return child;
  const children = node.children.slice();
  children[at] = child;
  return { kind: 'branch', bitmap: node.bitmap, children };
};

const changed = <K, V>(node: Branch<K, V>, bitmap: number, children: Trie<K, V>[], fresh: Fresh): Branch<K, V> => {
  if (children === node.children) {
    node.bitmap = bitmap;
    return node;
  }
  return branch(bitmap, children, fresh);
};

const branch = <K, V>(bitmap: number, children: Trie<K, V>[], fresh: Fresh): Branch<K, V> => {
  const made: Branch<K, V> = { kind: 'branch', bitmap, children };
  fresh?.add(made);
  return made;
};

/** Two hashes side by side, as deep down as they agree. */
const split = <K, V>(node: Leaf<K, V> | Clash<K, V>, leaf: Leaf<K, V>, shift: number, fresh: Fresh): Branch<K, V> => {
  const [a, b] = [(node.hash >>> shift) & 31, (leaf.hash >>> shift) & 31];
  if (a === b) return branch(1 << a, [split(node, leaf, shift + 5, fresh)], fresh);
  return branch((1 << a) | (1 << b), a < b ? [node, leaf] : [leaf, node], fresh);
};

const clash = <K, V>(node: Leaf<K, V> | Clash<K, V>, leaf: Leaf<K, V>): Clash<K, V> => {
  const others = (node.kind === 'leaf' ? [node] : node.leaves).filter(({ key }) => key !== leaf.key);
  const leaves = [...others, leaf].sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
  return { kind: 'clash', hash: leaf.hash, leaves };
};

/** Every entry, in the order of the hashes. */
export function* leavesOf<K, V>(trie: Trie<K, V> | undefined): Generator<Leaf<K, V>> {
  if (trie === undefined) return;
  const open: Trie<K, V>[] = [trie];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.kind === 'leaf') yield node;
    else if (node.kind === 'clash') yield* node.leaves;
    else for (let at = node.children.length - 1; at >= 0; at -= 1) open.push(node.children[at] as Trie<K, V>);
  }
}

/** Whether two tries hold the same; parts that they share are not looked into. */
export const sameTrie = <K, V>(
  a: Trie<K, V> | undefined,
  b: Trie<K, V> | undefined,
  same: (a: V, b: V) => boolean,
): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  if (a.kind === 'leaf') return b.kind === 'leaf' && a.key === b.key && same(a.value, b.value);
  if (a.kind === 'clash')
    return (
      b.kind === 'clash' &&
      a.leaves.length === b.leaves.length &&
      a.leaves.every((leaf, at) => sameTrie(leaf, b.leaves[at], same))
    );
  return (
    b.kind === 'branch' &&
    a.bitmap === b.bitmap &&
    a.children.every((child, at) => sameTrie(child, b.children[at], same))
  );
};
