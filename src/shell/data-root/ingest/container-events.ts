import type { Event } from '../../../core/event.ts';
import type { ContainerId, ImageId, Instant, Pid } from '../../../core/kernel/brand.ts';
import { parseInstant, zeroTime } from '../../../core/kernel/instant.ts';
import type { ContainerConfig, HostConfig, Mount } from '../../../core/streams/container/config.ts';
import type { LogRecord } from '../../../core/streams/container/container.ts';

/** What `config.v2.json` and the log say, read and checked. */
export type StoredContainer = {
  readonly id: ContainerId;
  readonly created: Instant;
  readonly name: string;
  readonly image: ImageId | '';
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  readonly path: string;
  readonly args: readonly string[];
  readonly mounts: readonly Mount[];
  readonly state: {
    readonly exitCode: number;
    readonly error: string;
    readonly startedAt: Instant | undefined;
    readonly finishedAt: Instant | undefined;
    readonly oomKilled: boolean;
    readonly dead: boolean;
  };
  readonly startedBefore: boolean;
  readonly manuallyStopped: boolean;
  readonly restartCount: number;
  readonly network: { readonly name: string; readonly sandboxId: string; readonly endpointId: string } | undefined;
  readonly health: 'starting' | 'healthy' | 'unhealthy' | undefined;
  readonly log: readonly LogRecord[];
  readonly hasLog: boolean;
};

export const timeOf = (text: unknown): Instant | undefined =>
  typeof text !== 'string' || text === zeroTime ? undefined : parseInstant(text);

/** The shortest story that leaves a container as it was found. Its processes are gone with the engine that ran them. */
export const containerEvents = (it: StoredContainer): readonly Event[] => {
  const { id, created, state } = it;
  const of = { stream: 'container', id } as const;
  const began = state.startedAt ?? created;
  const ended = state.finishedAt ?? began;
  const { name, image, config, hostConfig, path, args, mounts } = it;
  const events: Event[] = [
    { ...of, type: 'ContainerCreated', at: created, name, image, config, hostConfig, path, args, mounts },
  ];
  if (it.network && it.network.sandboxId !== '')
    events.push({
      ...of,
      type: 'NetworkConnected',
      at: began,
      network: it.network.name,
      sandboxId: it.network.sandboxId,
      endpointId: it.network.endpointId,
    });
  if (it.startedBefore) events.push(...lifeOf(it, began, ended));
  else if (state.exitCode !== 0 || state.error !== '')
    events.push({ ...of, type: 'StartFailed', at: began, exitCode: state.exitCode, error: state.error });
  if (it.hasLog && !it.startedBefore) events.push({ ...of, type: 'LogOpened', at: began });
  if (it.health) events.push({ ...of, type: 'ContainerHealthChanged', at: ended, health: it.health });
  if (state.dead)
    events.push(
      { ...of, type: 'RemovalStarted', at: ended },
      { ...of, type: 'RemovalFailed', at: ended, error: state.error },
    );
  return events;
};

const someProcess = 1 as Pid;

const lifeOf = (it: StoredContainer, began: Instant, ended: Instant): readonly Event[] => {
  const of = { stream: 'container', id: it.id } as const;
  const { exitCode, error, oomKilled } = it.state;
  const started = (by: 'client' | 'policy'): Event => ({
    ...of,
    type: 'ContainerStarted',
    at: began,
    pid: someProcess,
    by,
  });
  const again = Array.from({ length: it.restartCount }).flatMap((): readonly Event[] => [
    {
      ...of,
      type: 'ContainerDied',
      at: began,
      exitCode,
      reported: exitCode,
      next: { status: 'restarting', dueAt: began, backOff: 100 },
    },
    started('policy'),
  ]);
  return [
    started('client'),
    ...again,
    ...it.log.map(({ stream, text, at }): Event => ({ ...of, type: 'OutputPrinted', at, output: stream, text })),
    ...(oomKilled ? [{ ...of, type: 'ContainerOutOfMemory', at: ended } as const] : []),
    { ...of, type: 'ContainerDied', at: ended, exitCode, reported: exitCode, next: { status: 'exited', error } },
    ...(it.manuallyStopped ? [{ ...of, type: 'ContainerStopped', at: ended, marksStopped: true } as const] : []),
  ];
};
