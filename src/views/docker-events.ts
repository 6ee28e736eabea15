import type { Event } from '../core/event.ts';
import type { Instant } from '../core/kernel/brand.ts';
import { sha256Hex } from '../core/kernel/digest.ts';
import { known } from '../core/kernel/impossible.ts';
import type { Container, ExecConfig } from '../core/streams/container/container.ts';
import type { ContainerEvent } from '../core/streams/container/events.ts';
import type { VolumeEvent } from '../core/streams/volume/volume.ts';
import { evolve, type World } from '../core/world.ts';

/** One line of `docker events`. All attributes are text. */
export type DockerEvent = {
  readonly Type: 'container' | 'image' | 'network' | 'volume';
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
  readonly at: Instant;
};

/** What Docker tells the world when this happens in `world`; `undefined` for what it keeps to itself. */
export const dockerEvent = (world: World, event: Event): DockerEvent | undefined => {
  switch (event.stream) {
    case 'container':
      return ofContainer(world.containers.get(event.id), event);
    case 'volume':
      return ofVolume(world, event);
    case 'image':
      return ofImage(event);
    case 'reference':
      return ofReference(event);
    case 'distribution':
      return ofDistribution(event);
    default:
      return undefined;
  }
};

/** Docker's own event stream out of ours. */
export const dockerEvents = (world: World, events: readonly Event[]): readonly DockerEvent[] => {
  const told: DockerEvent[] = [];
  let now = world;
  for (const event of events) {
    const line = dockerEvent(now, event);
    if (line) told.push(line);
    now = evolve(now, event);
  }
  return told;
};

type Texts = Readonly<Record<string, string>>;

const ofContainer = (before: Container | undefined, event: ContainerEvent): DockerEvent | undefined => {
  switch (event.type) {
    case 'ContainerCreated':
    case 'CreateAbandoned':
      return lifeLine(event, event.name, event.config, event.type === 'ContainerCreated' ? 'create' : 'destroy');
    case 'NetworkConnected':
    case 'NetworkDisconnected':
      return ofNetwork(event);
    default:
      return before && ofLife(before, event);
  }
};

type LaterEvent = Exclude<
  ContainerEvent,
  { readonly type: 'ContainerCreated' | 'CreateAbandoned' | 'NetworkConnected' | 'NetworkDisconnected' }
>;

const ofLife = (it: Container, event: LaterEvent): DockerEvent | undefined => {
  const line = (action: string, specific: Texts = {}): DockerEvent =>
    lifeLine(event, it.name, it.config, action, specific);
  switch (event.type) {
    case 'ContainerStarted':
      return line('start');
    case 'ContainerSignalled':
      // Of a signal to a restarting container nothing is told (measured, docs/facts.md).
      return it.state.status === 'restarting' ? undefined : line('kill', { signal: String(event.signal) });
    case 'ContainerDied':
      return event.unheard ? undefined : line('die', { exitCode: String(event.reported) });
    case 'ContainerRenamed':
      return lifeLine(event, event.to, it.config, 'rename', { oldName: `/${event.from}` });
    case 'ContainerHealthChanged':
      // What stopping, pausing and starting do to the health is not told.
      return it.state.status === 'running' && event.health !== 'starting'
        ? line(`health_status: ${event.health}`)
        : undefined;
    case 'ExecCreated':
      return line(`exec_create: ${shown(event.config)}`, { execID: event.exec });
    case 'ExecStarted': {
      const exec = known(it.execs.get(event.exec), `exec ${event.exec}`);
      return line(`exec_start: ${shown(exec.config)}`, { execID: event.exec });
    }
    case 'ExecDied':
      return line('exec_die', { execID: event.exec, exitCode: String(event.reported) });
    case 'ContainerObserved':
      return line(event.action, event.attributes);
    default: {
      const action = plainActions[event.type];
      return action === undefined ? undefined : line(action);
    }
  }
};

/** Events that say no more than that they happened. */
const plainActions: Readonly<Record<string, string>> = {
  ContainerPaused: 'pause',
  ContainerUnpaused: 'unpause',
  ContainerStopped: 'stop',
  ContainerRestarted: 'restart',
  ContainerUpdated: 'update',
  ContainerOutOfMemory: 'oom',
  ContainerRemoved: 'destroy',
};

/** Command and arguments, with the blank that is left where there are no arguments (measured, docs/facts.md). */
const shown = ({ command: [path = '', ...args] }: ExecConfig): string => `${path} ${args.join(' ')}`;

/** Labels win over what the event itself has to say, but not over name and image (measured, docs/facts.md). */
const lifeLine = (
  { id, at }: ContainerEvent,
  name: string,
  { Image, Labels }: Container['config'],
  Action: string,
  specific: Texts = {},
): DockerEvent => ({
  Type: 'container',
  Action,
  Actor: { ID: id, Attributes: { ...specific, ...Labels, ...(Image ? { image: Image } : {}), name } },
  at,
});

const drivers: Texts = { none: 'null', host: 'host', bridge: 'bridge' };
const networkIds = new Map<string, string>();

/** The engine's own networks have an id each that no event ever told; one name, one id. */
export const networkIdOf = (name: string): string => {
  const before = networkIds.get(name);
  if (before !== undefined) return before;
  const id = sha256Hex(`network ${name}`);
  networkIds.set(name, id);
  return id;
};

const ofNetwork = ({
  id,
  at,
  type,
  network,
}: Extract<ContainerEvent, { readonly type: 'NetworkConnected' | 'NetworkDisconnected' }>): DockerEvent => ({
  Type: 'network',
  Action: type === 'NetworkConnected' ? 'connect' : 'disconnect',
  Actor: {
    ID: networkIdOf(network),
    Attributes: { container: id, name: network, type: drivers[network] ?? 'bridge' },
  },
  at,
});

const ofVolume = (world: World, event: VolumeEvent): DockerEvent | undefined => {
  const { id, at } = event;
  const driver = event.type === 'VolumeCreated' ? event.driver : (world.volumes.get(id)?.driver ?? 'local');
  const line = (Action: string, specific: Texts = {}): DockerEvent => ({
    Type: 'volume',
    Action,
    Actor: { ID: id, Attributes: { ...specific, driver } },
    at,
  });
  switch (event.type) {
    case 'VolumeCreated':
    case 'VolumeCreatedAgain':
      return line('create');
    case 'VolumeMounted': {
      const { container, destination, rw } = event;
      return line('mount', { container, destination, propagation: '', 'read/write': String(rw) });
    }
    case 'VolumeUnmounted':
      return line('unmount', { container: event.container });
    case 'VolumeRemoved':
      return event.pruned ? undefined : line('destroy');
    case 'VolumeChanged':
      return undefined;
  }
};

const ofImage = (event: Extract<Event, { readonly stream: 'image' }>): DockerEvent | undefined => {
  switch (event.type) {
    case 'ImageAnnounced':
      return imageLine(event.id, event.action, { name: event.name }, event.at);
    case 'ImageSaved':
      return imageLine(event.id, 'save', { name: event.name }, event.at);
    case 'ImageRemoved':
      return imageLine(event.id, 'delete', { name: event.id }, event.at);
    default:
      return undefined;
  }
};

const ofReference = (event: Extract<Event, { readonly stream: 'reference' }>): DockerEvent | undefined => {
  if (event.type === 'ReferenceSet')
    return event.announced && imageLine(event.image, 'tag', { name: event.announced.typed }, event.at);
  return event.announced ? imageLine(event.image, 'untag', { name: event.image }, event.at) : undefined;
};

const ofDistribution = (event: Extract<Event, { readonly stream: 'distribution' }>): DockerEvent | undefined => {
  switch (event.type) {
    case 'ImagePulled':
      // Measured: the actor is the reference, and the name in the attributes has no tag.
      return imageLine(event.reference, 'pull', { name: event.reference.replace(/(:[^:/]*|@.*)$/, '') }, event.at);
    case 'ImagesPruned':
      return pruneLine('image', event);
    case 'ContainersPruned':
      return pruneLine('container', event);
    case 'VolumesPruned':
      return pruneLine('volume', event);
    default:
      return undefined;
  }
};

const imageLine = (ID: string, Action: string, Attributes: Texts, at: Instant): DockerEvent => ({
  Type: 'image',
  Action,
  Actor: { ID, Attributes },
  at,
});

const pruneLine = (
  Type: 'container' | 'image' | 'volume',
  { reclaimed, at }: { readonly reclaimed: number; readonly at: Instant },
): DockerEvent => ({
  Type,
  Action: 'prune',
  Actor: { ID: '', Attributes: { reclaimed: String(reclaimed) } },
  at,
});
