import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import { attachToPaused, attachToRestarting } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type AttachContainer = {
  readonly issuer: 'client';
  readonly type: 'AttachContainer';
  readonly container: string;
  /** What was printed so far. */
  readonly logs?: boolean;
  /** What will be printed. */
  readonly stream?: boolean;
};

/** `docker attach` joins the streams of main, of a stopped container too: its next run will print there. */
export const attachContainer = (
  world: World,
  { container: reference, stream = false }: AttachContainer,
  { entropy: { now } }: Context,
): Decision<Event, { readonly blocks: boolean }> =>
  onContainer(world, reference, ({ id, state }) =>
    match(state.status)
      .returnType<Decision<Event, { readonly blocks: boolean }>>()
      .with('created', 'running', 'exited', 'removing', 'dead', () =>
        accept([ofContainer(id, now, 'ContainerObserved', { action: 'attach' })], { blocks: stream }),
      )
      .with('paused', () => reject(attachToPaused(reference)))
      .with('restarting', () => reject(attachToRestarting(reference)))
      .exhaustive(),
  );
