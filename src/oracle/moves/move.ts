import type { ClientCommand } from '../../core/commands/client/index.ts';
import type { Container } from '../../core/streams/container/container.ts';
import type { World } from '../../core/world.ts';
import type { Chance } from '../chance.ts';
import { baseImages, containerNames, imageNames, ownPrefix } from '../names.ts';
import type { Step } from '../step.ts';

export type Move = {
  readonly weight: number;
  readonly isPossible: (world: World) => boolean;
  readonly make: (world: World, chance: Chance) => Step;
};

export const ours = (world: World): readonly Container[] =>
  [...world.containers.values()]
    .filter(({ name }) => name.startsWith(ownPrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

export const having = (world: World, ...statuses: readonly string[]): readonly Container[] =>
  ours(world).filter(({ state }) => statuses.includes(state.status));

export const ask = (command: ClientCommand): Step => ({ do: 'ask', command });

/** Names of containers: of one that fits, else of any, else of none. */
export const nameOf = (fitting: readonly Container[], chance: Chance): string =>
  (chance.oneIn(12) ? undefined : chance.any(fitting)?.name) ?? chance.of(containerNames as [string, ...string[]]);

export const on = (
  weight: number,
  statuses: readonly string[],
  make: (container: string, chance: Chance, world: World) => Step,
): Move => ({
  weight,
  isPossible: (world) => having(world, ...statuses).length > 0,
  make: (world, chance) => make(nameOf(having(world, ...statuses), chance), chance, world),
});

/** For a container in any state. */
export const everyStatus = ['created', 'running', 'exited', 'paused', 'restarting'] as const;

export const always = (): boolean => true;

export const imageFor = (world: World, chance: Chance): string => {
  if (chance.oneIn(25)) return `${ownPrefix}nobody`;
  const made = [...world.references.keys()].filter((it) => it.startsWith(ownPrefix)).sort();
  return chance.any(made) ?? baseImages[0].as;
};

/** A tag that steps made: those that sequences begin with stay. */
export const isMade = (reference: string): boolean => imageNames.some((name) => reference.startsWith(`${name}:`));
