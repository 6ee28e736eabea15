import type { Event } from '../../event.ts';
import { type Decision, reject } from '../../kernel/decision.ts';
import { findContainer, isRejection } from '../../lifecycle/find-container.ts';
import type { Container } from '../../streams/container/container.ts';
import type { World } from '../../world.ts';

/** Decides on the container that the client means, or refuses because there is none. */
export const onContainer = <A>(
  world: World,
  reference: string,
  decide: (container: Container) => Decision<Event, A>,
): Decision<Event, A> => {
  const found = findContainer(world, reference);
  return isRejection(found) ? reject(found) : decide(found);
};

/** Whether the command changed anything; the Engine API answers 304 where it did not. */
export type Changed = { readonly changed: boolean };
export const changed: Changed = { changed: true };
export const unchanged: Changed = { changed: false };
