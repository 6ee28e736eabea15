import type { Event } from '../../event.ts';
import type { ExecId, Pid } from '../../kernel/brand.ts';
import { accept, type Decision, fail, type Rejection, reject } from '../../kernel/decision.ts';
import { known, never } from '../../kernel/impossible.ts';
import { directoryTrouble, findExecutable } from '../../lifecycle/executable.ts';
import { randomHex } from '../../lifecycle/random-hex.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import { userTrouble } from '../../lifecycle/users.ts';
import { hasRoomFor } from '../../processes/numbers.ts';
import { spawnExec } from '../../processes/spawn.ts';
import type { Container, Exec, ExecConfig } from '../../streams/container/container.ts';
import {
  execHasRun,
  execInPaused,
  execInStopped,
  execIsRunning,
  isRestarting,
  noExecCommand,
  noSuchExec,
  notRunning,
} from '../../streams/container/rejections.ts';
import { noRoomForExec } from '../../streams/container/start-rejections.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { onContainer } from './target.ts';

export type CreateExec = {
  readonly issuer: 'client';
  readonly type: 'CreateExec';
  readonly container: string;
  readonly config: ExecConfig;
};

/** `docker exec`, first half: a command beside main is made known, in a running container only. */
export const createExec = (
  world: World,
  { container: reference, config }: CreateExec,
  { entropy }: Context,
): Decision<Event, { readonly id: ExecId }> => {
  if (config.command.length === 0) return reject(noExecCommand());
  return onContainer<{ readonly id: ExecId }>(world, reference, ({ id, state: { status } }) => {
    switch (status) {
      case 'running': {
        const exec = randomHex(entropy, 'exec') as ExecId;
        return accept([ofContainer(id, entropy.now, 'ExecCreated', { exec, config })], { id: exec });
      }
      case 'paused':
        return reject(execInPaused(reference));
      case 'restarting':
        return reject(isRestarting(id));
      case 'created':
      case 'exited':
      case 'removing':
      case 'dead':
        return reject(notRunning(id));
      default:
        return never(status);
    }
  });
};

export type StartExec = {
  readonly issuer: 'client';
  readonly type: 'StartExec';
  readonly exec: string;
  readonly detach: boolean;
};

/** `pid` is absent when the program could not be started and the client, attached, reads why on its output. */
export type StartExecAnswer = { readonly pid?: number; readonly output?: string };

/** `docker exec`, second half. An exec runs once. */
export const startExec = (
  world: World,
  { exec: execId, detach }: StartExec,
  context: Context,
): Decision<Event, StartExecAnswer> => {
  const found = findExec(world, execId);
  if (!found) return reject(noSuchExec(execId));
  const { container, exec } = found;
  const { id, state } = container;
  switch (state.status) {
    case 'running':
      return startIn(world, container, state.pid, exec, detach, context);
    case 'paused':
      return reject(execInPaused(id));
    case 'restarting':
      return reject(isRestarting(id));
    case 'exited':
      return reject(execInStopped(id, state.exitCode, 'Less than a second'));
    case 'created':
    case 'removing':
    case 'dead':
      return reject(notRunning(id));
    default:
      return never(state);
  }
};

const startIn = (
  world: World,
  container: Container,
  main: Pid,
  { id: exec, config, state }: Exec,
  detach: boolean,
  context: Context,
): Decision<Event, StartExecAnswer> => {
  if (state.status === 'running') return reject(execIsRunning(exec));
  if (state.status === 'ended') return reject(execHasRun(exec));
  const { now } = context.entropy;
  const story = new Story(world);
  const env = [...(container.config.Env ?? []), ...(config.env ?? [])];
  const workingDir = config.workingDir || container.config.WorkingDir || '/';
  const user = config.user || container.config.User;
  const found =
    userTrouble(world, container, user ?? '', 'exec', context) ??
    roomTrouble(world, main) ??
    directoryTrouble(world, container, workingDir) ??
    findExecutable(world, container, config.command[0] ?? '', env, workingDir);
  if ('code' in found) {
    // Measured: whatever stands in the way, inspect says 126 and Docker tells of a start without an end.
    story.tell(ofContainer(container.id, now, 'ExecStarted', { exec, pid: 0 }));
    story.tell(ofContainer(container.id, now, 'ExecFailed', { exec, exitCode: 126 }));
    const refusal = { ...found, message: found.message.replace(shimPrefix, execPrefix) };
    return detach ? fail(refusal, story.events) : accept(story.events, { output: `${refusal.message}\r\n` });
  }
  const run = { container: container.id, exec, main, argv: config.command, ...(user && { user }) };
  const spawned = spawnExec(world.host, run, now, context.entropy);
  story.hostBecame(spawned.host, spawned.events);
  story.tell(ofContainer(container.id, now, 'ExecStarted', { exec, pid: spawned.pid }));
  return accept(story.events, { pid: spawned.pid });
};

/** An exec takes less than a start, and a number in main's namespace (measured: 45 were enough, 20 were not). */
const numbersOfExec = 30;

const roomTrouble = ({ host }: World, main: Pid): Rejection | undefined => {
  const { namespace } = known(host.processes.get(main), 'main');
  return hasRoomFor(host, namespace, numbersOfExec) ? undefined : noRoomForExec();
};

const shimPrefix = 'failed to create shim task: OCI runtime create failed: runc create failed:';
const execPrefix = 'OCI runtime exec failed: exec failed:';

export type InspectExec = { readonly issuer: 'client'; readonly type: 'InspectExec'; readonly exec: string };

export const inspectExec = (world: World, { exec }: InspectExec): Decision<Event> =>
  findExec(world, exec) ? accept([]) : reject(noSuchExec(exec));

/** By all 64 digits only; there is no prefix look-up (measured, docs/facts.md). */
const findExec = (world: World, id: string): { readonly container: Container; readonly exec: Exec } | undefined => {
  const owner = world.indexes.execs.get(id as ExecId);
  const container = owner === undefined ? undefined : world.containers.get(owner);
  const exec = container?.execs.get(id as ExecId);
  return container && exec && { container, exec };
};
