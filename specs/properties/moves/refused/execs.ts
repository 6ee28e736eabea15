import type { ExecConfig } from '../../../../src/index.ts';
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
];

/** What is wrong with an exec is found out at its start: it is made in a running container, then started there. */
const unstartable =
  (config: ExecConfig): Wrong =>
  (world, { a }) => {
    const running = containersOf(world).filter(({ state }) => state.status === 'running');
    const made = running.flatMap(({ execs }) =>
      [...execs.values()].filter(
        ({ state, config: { command, workingDir } }) =>
          state.status === 'created' && command[0] === config.command[0] && workingDir === config.workingDir,
      ),
    );
    const exec = choose(made.map(({ id }) => id).sort(), a);
    if (exec !== undefined) return { issuer: 'client', type: 'StartExec', exec, detach: true };
    const container = choose(running, a);
    return container && { issuer: 'client', type: 'CreateExec', container: container.name, config };
  };

const tooLong = `/${'x'.repeat(256)}`;

export const unstartables: readonly Wrong[] = [
  unstartable({ command: ['sh'], workingDir: '/nowhere' }),
  unstartable({ command: ['sh'], workingDir: tooLong }),
  unstartable({ command: [tooLong] }),
];
