import { match } from 'ts-pattern';
import type { Event } from '../../event.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { ofContainer } from '../../lifecycle/story.ts';
import { driverDoesNotRead, logsOfDead, noStreamChosen } from '../../streams/container/rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type LogsContainer = {
  readonly issuer: 'client';
  readonly type: 'LogsContainer';
  readonly container: string;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow?: boolean;
};

/** `blocks`: the client follows a container that can still print. */
export type LogsAnswer = { readonly blocks: boolean };

/** `docker logs` shows all runs. Following ends with the run, and a restarting container has none. */
export const logsContainer = (
  world: World,
  { container: reference, stdout, stderr, follow = false }: LogsContainer,
  { entropy: { now } }: Context,
): Decision<Event, LogsAnswer> => {
  if (!stdout && !stderr) return reject(noStreamChosen());
  return onContainer(world, reference, ({ id, state, logOpened, hostConfig }) => {
    if (hostConfig.LogConfig?.Type === 'none') return reject(driverDoesNotRead());
    const opened = logOpened ? [] : [ofContainer(id, now, 'LogOpened', {})];
    return match(state.status)
      .returnType<Decision<Event, LogsAnswer>>()
      .with('running', 'paused', () => accept(opened, { blocks: follow }))
      .with('created', 'restarting', 'exited', () => accept(opened, { blocks: false }))
      .with('removing', 'dead', () => reject(logsOfDead()))
      .exhaustive();
  });
};
