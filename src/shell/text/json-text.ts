import { PersistentMap } from '../../core/kernel/persistent-map.ts';

/** Pretty JSON with a newline at its end; persistent maps as lists of pairs, native maps as objects. */
export const jsonText = (value: unknown): string =>
  `${JSON.stringify(value, (_, it) => (it instanceof Map && !(it instanceof PersistentMap) ? Object.fromEntries(it) : it), 2)}\n`;
