import { ask, call, docker, pause } from './engine.ts';
import type { Inspected } from './lifecycle-rows.ts';

/** A main process that ends with 42 on SIGTERM, as in the recorded rows. */
const obeying = ['sh', '-c', 'trap "exit 42" TERM; while :; do sleep 0.05; done'];
const ignoring = ['sh', '-c', 'trap "" TERM; while :; do sleep 0.05; done'];

const create = (name: string, command: readonly string[], policy = ''): Promise<{ readonly Id: string }> =>
  ask({
    method: 'POST',
    path: '/containers/create',
    query: { name },
    body: {
      Image: 'base:1',
      Cmd: command,
      HostConfig: { NetworkMode: 'none', RestartPolicy: { Name: policy, MaximumRetryCount: 0 } },
    },
  });

const post = (path: string): Promise<unknown> => call({ method: 'POST', path: `/containers/web/${path}` });

const until = async (holds: (web: Inspected) => boolean): Promise<void> => {
  for (const _ of Array.from({ length: 100 })) {
    if (holds(await ask<Inspected>({ method: 'GET', path: '/containers/web/json' }))) return;
    await pause(50);
  }
  throw new Error('the container web did not come into the wanted state');
};

const started = async (command: readonly string[], policy?: string): Promise<void> => {
  await create('web', command, policy);
  await post('start');
};

/** How to bring the container `web` into each state that a public call can hold it in. */
export const preparations: Readonly<Record<string, () => Promise<unknown>>> = {
  absent: async () => undefined,
  created: () => create('web', obeying),
  running: async () => {
    await started(obeying);
    // The shell needs a moment until its trap stands; before that it ignores SIGTERM, being pid 1.
    await pause(150);
  },
  'running (main process ignores TERM)': async () => {
    await started(ignoring);
    await pause(150);
  },
  paused: async () => {
    await started(obeying);
    await pause(150);
    await post('pause');
  },
  'exited(0)': async () => {
    await started(['true']);
    await until(({ State }) => State.Status === 'exited');
  },
  'exited(3)': async () => {
    await started(['sh', '-c', 'exit 3']);
    await until(({ State }) => State.Status === 'exited');
  },
  'start-failed(127)': () => started(['/nope']),
  'start-failed(126)': () => started(['/bin/notexec']),
};

/** Removes every container and what `commit` made, so that the next cell starts from the same engine. */
export const cleanEngine = async (): Promise<void> => {
  const all = await ask<readonly { readonly Id: string }[]>({
    method: 'GET',
    path: '/containers/json',
    query: { all: 1 },
  });
  for (const { Id } of all) await call({ method: 'DELETE', path: `/containers/${Id}`, query: { force: 1, v: 1 } });
  const snaps = docker('images', '--quiet', 'snap')
    .split('\n')
    .filter((id) => id !== '');
  for (const id of snaps) docker('rmi', '--force', id);
};

/** The other container of the rows; created, never started. */
export const createOther = (): Promise<{ readonly Id: string }> => create('other', ['true']);
