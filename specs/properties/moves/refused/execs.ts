import { choose, containersOf } from '../move.ts';
import { onSome, type Wrong } from './wrong.ts';

const startedExec =
  (isMeant: (status: string) => boolean): Wrong =>
  (world, { a }) => {
    const started = containersOf(world).flatMap(({ execs }) =>
      [...execs.values()].filter(({ state }) => isMeant(state.status)).map(({ id }) => id),
    );
    const exec = choose(started.sort(), a);
    return exec === undefined ? undefined : { issuer: 'client', type: 'StartExec', exec, detach: true };
  };

/** Started now, so that it can be started a second time. */
export const runningExecs = [
  startedExec((status) => status === 'running'),
  startedExec((status) => status === 'created'),
];
export const endedExecs = [
  startedExec((status) => status !== 'running' && status !== 'created'),
  startedExec((status) => status === 'created'),
];

export const execs: readonly Wrong[] = [
  onSome((container) => ({ issuer: 'client', type: 'CreateExec', container, config: { command: [] } })),
  onSome((container) => ({ issuer: 'client', type: 'CreateExec', container, config: { command: ['sh'] } })),
  onSome((container) => ({
    issuer: 'client',
    type: 'CreateExec',
    container,
    config: { command: ['sh'], workingDir: '/nowhere' },
  })),
];
