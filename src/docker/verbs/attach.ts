import type { ContainerId } from '../../core/kernel/brand.ts';
import { ask, Complaint, type Docker, orMissing, type Verb } from '../docker.ts';
import { containerOf } from './containers.ts';

/**
 * Runs a container in the foreground: `start` sets it going, its output is printed as it comes, its exit code is the
 * answer. A program that nothing will ever end is left running.
 */
export const runAttached = async (docker: Docker, id: string, start: () => Promise<unknown>): Promise<number> => {
  let ended: number | undefined;
  const stop = docker.machine.watch((event) => {
    if (event.stream !== 'container' || event.id !== id) return;
    if (event.type === 'OutputPrinted') (event.output === 'stdout' ? docker.out : docker.err)(event.text);
    if (event.type === 'ContainerDied') ended ??= event.exitCode;
    if (event.type === 'ContainerRemoved') ended ??= 0;
  });
  try {
    await start();
    const isOver = await docker.machine.until(
      () => ended !== undefined,
      () => {
        const state = docker.machine.world.containers.get(id as ContainerId)?.state;
        return state && 'pid' in state ? state.pid : undefined;
      },
    );
    if (!isOver) docker.err(`plimsoll: ${id.slice(0, 12)} goes on by itself; detached\n`);
    return ended ?? 0;
  } finally {
    stop();
  }
};

export const attach: Verb = async (docker, { args: [reference = ''] }) => {
  await orMissing(
    'container',
    reference,
    ask(docker, { issuer: 'client', type: 'InspectContainer', container: reference }),
  );
  const container = containerOf(docker, reference);
  const status = container?.state.status;
  if (status === 'paused') throw new Complaint('You cannot attach to a paused container, unpause it first');
  if (status === 'restarting')
    throw new Complaint('You cannot attach to a restarting container, wait until it is running');
  if (status !== 'running') throw new Complaint('You cannot attach to a stopped container, start it first');
  return runAttached(docker, container?.id ?? '', () =>
    ask(docker, { issuer: 'client', type: 'AttachContainer', container: reference, stream: true }),
  );
};
