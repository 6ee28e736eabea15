import type { Engine, Law } from '../invariants/law.ts';
import { type Beginning, type Breach, given, liveAndCheck, type Turn } from './check-history.ts';

/**
 * The shortest command sequence that still breaks the same law: commands are dropped, many at once while that works, then
 * one by one, again and again, until none can go.
 */
export const shrink = (
  engine: () => Engine,
  laws: readonly Law[],
  beginning: Beginning,
  seed: string,
  breach: Breach,
): Breach => {
  const same = laws.filter(({ id }) => id === breach.law);
  const still = (turns: readonly Turn[]): Breach | undefined =>
    liveAndCheck(engine(), same, beginning, seed, given(turns)).breach;
  let shortest = still(breach.turns) ?? breach;
  for (let size = shortest.turns.length >> 1; size >= 1; ) {
    const found = withoutSome(shortest.turns, size, still);
    if (found) shortest = found;
    else size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return shortest;
};

/** What still breaks the law with some commands in a row left out, the last ones first. */
const withoutSome = (
  turns: readonly Turn[],
  size: number,
  still: (turns: readonly Turn[]) => Breach | undefined,
): Breach | undefined => {
  let found: Breach | undefined;
  let rest = turns;
  for (let at = turns.length - size; at > -size; at -= size) {
    const shorter = still([...rest.slice(0, Math.max(0, at)), ...rest.slice(at + size)]);
    if (!shorter) continue;
    found = shorter;
    rest = shorter.turns;
  }
  return found;
};
