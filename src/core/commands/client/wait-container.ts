import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision } from '../../kernel/decision.ts';
import type { State } from '../../streams/container/container.ts';
import type { World } from '../../world.ts';
import { onContainer } from './target.ts';

export type WaitContainer = {
  readonly issuer: 'client';
  readonly type: 'WaitContainer';
  readonly container: string;
  /** Anything else counts as not-running. */
  readonly condition?: string;
};

export type WaitAnswer =
  | { readonly blocks: true }
  | { readonly blocks: false; readonly exitCode: number; readonly error?: string };

/** `docker wait`: the answer comes at once when the condition holds already; else it blocks until a later event. */
export const waitContainer = (world: World, { container, condition }: WaitContainer): Decision<Event, WaitAnswer> =>
  onContainer(world, container, ({ state }) =>
    accept([], condition === 'next-exit' || condition === 'removed' ? { blocks: true } : untilNotRunning(state)),
  );

const untilNotRunning = (state: State): WaitAnswer =>
  match(state)
    .returnType<WaitAnswer>()
    .with({ status: 'running' }, { status: 'paused' }, { status: 'restarting' }, () => ({ blocks: true }))
    .with({ status: 'created' }, { status: 'exited' }, { status: 'removing' }, { status: 'dead' }, (it) => ({
      blocks: false,
      exitCode: it.exitCode,
      ...(it.error !== '' && { error: it.error }),
    }))
    .exhaustive();
