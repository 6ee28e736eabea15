import { findImage } from '../../core/images/find-image.ts';
import type { Instant } from '../../core/kernel/brand.ts';
import { shortId } from '../../core/kernel/digest.ts';
import { millisOf, secondsOf } from '../../core/kernel/instant.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import { sizeOfTree } from '../../core/overlay/index.ts';
import type { Container } from '../../core/streams/container/container.ts';
import type { World } from '../../core/world.ts';
import { mountPointsOf } from '../../views/container-paths.ts';
import { ellipsis, goTime, humanDuration, humanSize } from './human.ts';
import { sizeOfChain } from './image-rows.ts';
import type { Listing, Row } from './rows.ts';

/** `Up 3 seconds (Paused)`, `Exited (0) 2 hours ago`: the engine's text, from its clock. */
export const statusText = ({ state, health }: Container, now: Instant): string => {
  const since = (at: Instant): string => humanDuration(millisOf(now) - millisOf(at));
  switch (state.status) {
    case 'created':
      return 'Created';
    case 'running':
      return `Up ${since(state.startedAt)}${health === undefined ? '' : ` (${health === 'starting' ? 'health: starting' : health})`}`;
    case 'paused':
      return `Up ${since(state.startedAt)} (Paused)`;
    case 'restarting':
      return `Restarting (${state.exitCode}) ${since(state.finishedAt)} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    default:
      return state.finishedAt === undefined ? 'Created' : `Exited (${state.exitCode}) ${since(state.finishedAt)} ago`;
  }
};

/** The reference that the container was created by, or its image's id once that reference leads elsewhere. */
const imageName = (world: World, { config, image }: Container, trunc: boolean): string => {
  const name = config.Image ?? '';
  if (name === '') return '<no image>';
  const found = findImage(world, name);
  const shown = 'image' in found && found.image.id === image ? name : image;
  if (!trunc) return shown;
  const short = shortId(image);
  return shown === image || shortId(shown) === short ? short : shown.replace(/@sha256:.*$/, '');
};

const commandText = ({ path, args }: Container): string =>
  [path, ...args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');

const quoted = (text: string): string => JSON.stringify(text).replace(/\\u00(..)/g, '\\x$1');

const networkName = (mode = 'default'): string =>
  mode === 'default' ? 'bridge' : mode.startsWith('container:') ? '' : mode;

const portsText = ({ config, state, hostConfig }: Container): string =>
  state.status === 'running' && networkName(hostConfig.NetworkMode) === 'bridge'
    ? Object.keys(config.ExposedPorts ?? {}).join(', ')
    : '';

/** A tmpfs has neither a name nor a source, and one that `--tmpfs` asked for is no mount point (measured). */
const mountNames = (it: Container): readonly string[] =>
  mountPointsOf(it).map(({ name, source }) => name ?? source ?? '');

const sizeText = (world: World, it: Container): string => {
  const upper = unionOf(world, it.id)?.upper;
  const own = upper ? sizeOfTree(upper) : 0;
  const below = sizeOfChain(world, world.writeLayers.get(it.id)?.parent);
  const total = humanSize(own + below, 3);
  return below + own > 0 ? `${humanSize(own, 3)} (virtual ${total})` : humanSize(own, 3);
};

/** Docker's own table of containers, and what `--format` can name. */
export const containerListing = (
  world: World,
  containers: readonly Container[],
  now: Instant,
  trunc: boolean,
): Listing => ({
  type: '*formatter.ContainerContext',
  headers,
  rows: containers.map((it) => containerRow(world, it, now, trunc)),
});

const headers = {
  ID: 'CONTAINER ID',
  Names: 'NAMES',
  Image: 'IMAGE',
  Command: 'COMMAND',
  CreatedAt: 'CREATED AT',
  RunningFor: 'CREATED',
  Ports: 'PORTS',
  State: 'STATE',
  Status: 'STATUS',
  Size: 'SIZE',
  Labels: 'LABELS',
  Mounts: 'MOUNTS',
  LocalVolumes: 'LOCAL VOLUMES',
  Networks: 'NETWORKS',
};

export const containerTable = (size: boolean): string =>
  `table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}\\t{{.Names}}${size ? '\\t{{.Size}}' : ''}`;

const containerRow = (world: World, it: Container, now: Instant, trunc: boolean): Row => {
  const labels = it.config.Labels ?? {};
  const names = mountNames(it).map((name) => (trunc ? ellipsis(name, 15) : name));
  const command = commandText(it);
  return {
    Command: quoted(trunc ? ellipsis(command, 20) : command),
    CreatedAt: goTime(secondsOf(it.createdAt)),
    ID: trunc ? shortId(it.id) : it.id,
    Image: imageName(world, it, trunc),
    Labels: Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
    LocalVolumes: String(it.mounts.filter(({ type }) => type === 'volume').length),
    Mounts: names.join(','),
    Names: it.name,
    Networks: networkName(it.hostConfig.NetworkMode),
    Ports: portsText(it),
    RunningFor: `${humanDuration(millisOf(now) - secondsOf(it.createdAt) * 1000)} ago`,
    Size: sizeText(world, it),
    State: it.state.status,
    Status: statusText(it, now),
    Label: (name: string) => (Object.hasOwn(labels, name) ? labels[name] : ''),
  };
};
