import { type Move, move } from './move.ts';
import { archives, loops } from './refused/archives.ts';
import { creations, looks, restarting, silent, startables, starts } from './refused/containers.ts';
import { endedExecs, execs, runningExecs, unstartables } from './refused/execs.ts';
import { commandless, images, prunes, volumes } from './refused/images.ts';
import { down, frozen, hosts, limited, stopped } from './refused/processes.ts';
import type { Wrong } from './refused/wrong.ts';

/** How often each group is drawn; what needs something rare to have happened before, more often. */
const groups: readonly (readonly [weight: number, group: readonly Wrong[]])[] = [
  ...[creations, startables, archives, looks, images, hosts].map((it) => [Math.ceil(it.length / 2), it] as const),
  ...[starts, volumes, prunes, execs, silent, restarting, frozen, limited].map((it) => [2, it] as const),
  ...[loops, runningExecs, endedExecs, unstartables, down, stopped, commandless].map((it) => [4, it] as const),
];

/** Each reason of a group about as often as any other; where it can not be had now, the next of its group. */
export const refusedMoves: readonly Move[] = groups.map(([weight, group]) =>
  move(weight, (world, pick) => {
    for (let turn = 0; turn < group.length; turn += 1) {
      const found = group[(pick.b + turn) % group.length]?.(world, pick);
      if (found) return found;
    }
    return undefined;
  }),
);
