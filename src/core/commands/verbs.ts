import type { Event } from '../event.ts';
import type { Decision } from '../kernel/decision.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';

/** How one verb decides. */
export type Verb<Command, Answer = unknown> = (
  world: World,
  command: Command,
  context: Context,
) => Decision<Event, Answer>;

/** One verb a type of command; a command without its verb does not compile. */
export type Verbs<Command extends { readonly type: string }> = {
  readonly [T in Command['type']]: Verb<Extract<Command, { readonly type: T }>>;
};
