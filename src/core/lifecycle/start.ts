import type { Context } from '../commands/context.ts';
import type { ContainerId, Instant } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { hasRoomFor } from '../processes/numbers.ts';
import { type PidMode, spawnContainer } from '../processes/spawn.ts';
import { hasInit } from '../streams/container/config.ts';
import type { Container } from '../streams/container/container.ts';
import {
  donorDoesNotRun,
  donorIsGone,
  invalidIpcMode,
  noDeviceDriver,
  noRoomForShim,
} from '../streams/container/start-rejections.ts';
import { hostNamespace } from '../streams/host/host.ts';
import { letGo } from './after-endings.ts';
import { findExecutable } from './executable.ts';
import { findContainer, isRejection } from './find-container.ts';
import { prepareMountPoints } from './mount-points.ts';
import { mountTmpfs } from './mount-tmpfs.ts';
import { connect, disconnect, networkTrouble } from './network.ts';
import { discard } from './removal.ts';
import { ofContainer, type Story } from './story.ts';
import { userTrouble } from './users.ts';
import { mountVolumes, takeVolumes } from './volumes-of.ts';

/** Who starts: only a client's or the daemon's start renews counters. */
export type Starter = 'client' | 'policy' | 'daemon';

/**
 * A container without a process gets one: network, mounts, shim, main. What stands in the way is found in the engine's
 * order, and everything made so far is taken back; the refusal stays on the container as its error.
 */
export const wake = (
  story: Story,
  id: ContainerId,
  by: Starter,
  at: Instant,
  context: Context,
): Rejection | undefined => {
  const container = story.container(id);
  const trouble = networkTrouble(story.world, container);
  if (trouble) return startFailed(story, container, trouble, at);
  story.tell({ stream: 'write-layer', id, type: 'MergedMounted', at });
  connect(story, container, at, context.entropy);
  const refusal = prepareAndCheck(story, container, at, context);
  if (refusal) return takeBack(story, container, refusal, at);
  spawnMain(story, container, by, at, context);
  return undefined;
};

/** The runtime mounts before it looks for the program; the engine looks up the user before both. */
const prepareAndCheck = (story: Story, container: Container, at: Instant, context: Context): Rejection | undefined => {
  const { config, path } = container;
  const ipc = container.hostConfig.IpcMode ?? '';
  if (!/^(|private|shareable|host|none|container:.*)$/.test(ipc)) return invalidIpcMode(ipc);
  const devices = container.hostConfig.Further?.DeviceRequests;
  if (Array.isArray(devices) && devices.length > 0) return noDeviceDriver('[[gpu]]');
  const unknown = userTrouble(story.world, container, config.User ?? '', 'start', context);
  if (unknown) return unknown;
  const apart = joinTrouble(story, container);
  if (apart) return apart;
  if (!hasRoomFor(story.world.host, hostNamespace, numbersOfStart)) return noRoomForShim();
  if (container.mounts.length > 0 || hasInit(container.hostConfig)) {
    const gone = takeVolumes(story, container, at);
    if (gone) return gone;
    mountVolumes(story, container, at);
    mountTmpfs(story, container, at);
    const blocked = prepareMountPoints(story, container, at);
    if (blocked) return blocked;
  }
  // docker-init is what the runtime executes; whether it can execute the program it says itself (measured, docs/facts.md).
  if (hasInit(container.hostConfig)) return undefined;
  const found = findExecutable(story.world, container, path, config.Env ?? [], config.WorkingDir || '/');
  return 'code' in found ? found : undefined;
};

/** What a start takes at a time: starter, shim with its threads, runc and its stages (measured: 45 were enough, 20 were not). */
const numbersOfStart = 40;

const spawnMain = (story: Story, container: Container, by: Starter, at: Instant, context: Context): void => {
  const { id, path, args, config, hostConfig } = container;
  const spawned = spawnContainer(
    story.world.host,
    {
      container: id,
      argv: [path, ...args],
      ...(config.User && { user: config.User }),
      pidMode: pidModeOf(story, container),
      init: hasInit(hostConfig),
    },
    at,
    context.entropy,
  );
  story.hostBecame(spawned.host, spawned.events);
  story.tell(ofContainer(id, at, 'ContainerStarted', { pid: spawned.pid, by }));
  const test = config.Healthcheck?.Test?.[0];
  if (test !== undefined && test !== 'NONE')
    story.tell(ofContainer(id, at, 'ContainerHealthChanged', { health: 'starting' }));
};

const pidModeOf = (story: Story, { hostConfig }: Container): PidMode => {
  const mode = hostConfig.PidMode ?? '';
  if (mode === 'host') return 'host';
  const other = mode.startsWith('container:') ? findContainer(story.world, mode.slice('container:'.length)) : undefined;
  return other && !isRejection(other) && 'pid' in other.state ? { of: other.state.pid } : 'own';
};

/** A container whose process namespace is to be shared must be there and run (measured, docs/facts.md). */
const joinTrouble = (story: Story, { hostConfig }: Container): Rejection | undefined => {
  const mode = hostConfig.PidMode ?? '';
  if (!mode.startsWith('container:')) return undefined;
  const reference = mode.slice('container:'.length);
  const other = findContainer(story.world, reference);
  if (isRejection(other)) return donorIsGone(reference, other);
  if ('pid' in other.state) return undefined;
  return donorDoesNotRun(other.id, other.state.status === 'restarting');
};

const takeBack = (story: Story, container: Container, refusal: Rejection, at: Instant): Rejection => {
  disconnect(story, container.id, at);
  letGo(story, container, at);
  return startFailed(story, container, refusal, at);
};

/** A failure without a code of its own counts as 128, but only where no earlier run left a code (measured). */
const startFailed = (story: Story, container: Container, refusal: Rejection, at: Instant): Rejection => {
  const { id, state, hostConfig } = container;
  const before = 'exitCode' in state ? state.exitCode : 0;
  const exitCode = state.status === 'restarting' ? before : (codes[refusal.code] ?? (before === 0 ? 128 : before));
  story.tell(ofContainer(id, at, 'StartFailed', { exitCode, error: refusal.message }));
  if (hostConfig.AutoRemove) discard(story, id, at, true);
  return refusal;
};

const codes: Readonly<Record<string, number>> = {
  ExecutableNotFound: 127,
  NotExecutable: 126,
  MountKindDiffers: 127,
};
