import { PersistentMap } from './persistent-map.ts';

/** Sets by key; a key without members has no entry. Adding and removing commute, whatever their order. */
export type Multimap<K, V> = PersistentMap<K, PersistentMap<V, true>>;

export const addTo = <K, V>(map: Multimap<K, V>, key: K, member: V): Multimap<K, V> =>
  map.set(key, (map.get(key) ?? PersistentMap.empty<V, true>()).set(member, true));

export const removeFrom = <K, V>(map: Multimap<K, V>, key: K, member: V): Multimap<K, V> =>
  map.rewrite(key, (members) => {
    const rest = members?.delete(member);
    return rest && rest.size > 0 ? rest : undefined;
  });

/** The members of one key, in text order. */
export const membersOf = <K, V>(map: Multimap<K, V>, key: K): readonly V[] => [...(map.get(key)?.keys() ?? [])].sort();

export const hasMember = <K, V>(map: Multimap<K, V>, key: K): boolean => map.has(key);
