import type { Engine, Law } from '../invariants/law.ts';
import { type Beginning, type Breach, given, liveAndCheck, type Turn } from './check-history.ts';

/**
 * The shortest command sequence that still breaks the same law: commands are dropped one by one, again and again, until
 * none can go. Works on the commands themselves, after fast-check has shortened the chance that they were drawn from.
 */
export const shrink = (
  engine: Engine,
  laws: readonly Law[],
  beginning: Beginning,
  seed: string,
  breach: Breach,
): Breach => {
  const same = laws.filter(({ id }) => id === breach.law);
  const still = (turns: readonly Turn[]): Breach | undefined =>
    liveAndCheck(engine, same, beginning, seed, given(turns)).breach;
  let shortest = still(breach.turns) ?? breach;
  for (let dropped = true; dropped; ) {
    dropped = false;
    for (let at = shortest.turns.length - 1; at >= 0; at -= 1) {
      const rest = shortest.turns.filter((_, other) => other !== at);
      const found = still(rest);
      if (!found) continue;
      shortest = found;
      dropped = true;
      at = Math.min(at, shortest.turns.length);
    }
  }
  return shortest;
};
