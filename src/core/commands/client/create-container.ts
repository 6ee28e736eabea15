import type { Event } from '../../event.ts';
import { findImage } from '../../images/find-image.ts';
import { topLayerOf } from '../../indexes.ts';
import type { CacheId, ContainerId, ImageId, VolumeName } from '../../kernel/brand.ts';
import { accept, type Decision, fail, type Rejection, reject } from '../../kernel/decision.ts';
import { findContainer, isRejection, ownerOf } from '../../lifecycle/find-container.ts';
import { initLayerOn } from '../../lifecycle/init-layer.ts';
import { mergeConfig, programWords, withHostname } from '../../lifecycle/merge-config.ts';
import { prepareWorkingDir } from '../../lifecycle/mount-points.ts';
import { generatedName, isName, withoutSlash } from '../../lifecycle/names.ts';
import { populateVolumes } from '../../lifecycle/populate-volumes.ts';
import { randomHex, randomLink } from '../../lifecycle/random-hex.ts';
import { cleaned, resolveMounts } from '../../lifecycle/resolve-mounts.ts';
import { logTrouble, type Sources, settingsTrouble } from '../../lifecycle/settings.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import { lowerOf } from '../../mounts/union-of.ts';
import type { ContainerConfig, HostConfig, Mount } from '../../streams/container/config.ts';
import { noCommand, storageOptionsRefused } from '../../streams/container/create-rejections.ts';
import { invalidName, nameTaken } from '../../streams/container/rejections.ts';
import type { Image } from '../../streams/image/image.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

export type CreateContainer = {
  readonly issuer: 'client';
  readonly type: 'CreateContainer';
  readonly name?: string;
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  /** What the host has at the sources of binds, as far as the client has looked. */
  readonly sources?: Sources;
};

export type CreateAnswer = { readonly id: ContainerId; readonly warnings: readonly string[] };

/**
 * `docker create` makes a container with an empty write layer. The engine checks settings and namespaces to share, then the
 * image, then the command, then the name; what goes wrong later (mounts, working directory) ends in a destroy without a create.
 */
export const createContainer = (
  world: World,
  command: CreateContainer,
  context: Context,
): Decision<Event, CreateAnswer> => {
  const { config, hostConfig, sources = {} } = command;
  const flaw = settingsTrouble(config, hostConfig, sources);
  if (flaw) return reject(flaw);
  const donor = donorTrouble(world, hostConfig);
  if (donor) return reject(donor);
  const found = config.Image ? findImage(world, config.Image) : undefined;
  if (found && 'rejection' in found) return reject(found.rejection);
  const merged = mergeConfig(config, found?.image.config.config);
  if (programWords(merged).length === 0) return reject(noCommand());
  const unknown = logTrouble(hostConfig);
  if (unknown) return reject(unknown);
  const { WorkingDir } = merged;
  const placed = WorkingDir ? { ...merged, WorkingDir: cleaned(WorkingDir) } : merged;
  const id = randomHex(context.entropy, 'container') as ContainerId;
  const name = nameFor(world, command.name ?? '', id, context);
  if (typeof name !== 'string') return reject(name);
  const asked = { ...command, config: withHostname(placed, id), hostConfig: withIds(world, hostConfig) };
  return make(world, asked, id, name, found?.image, context);
};

/** A container whose namespace is to be shared is kept by its id: it may be renamed (measured, docs/facts.md). */
const withIds = (world: World, hostConfig: HostConfig): HostConfig => {
  const { PidMode, IpcMode, NetworkMode } = hostConfig;
  const known = Object.entries({ PidMode, IpcMode, NetworkMode }).flatMap(([key, mode = '']) => {
    const donor = mode.startsWith('container:') ? findContainer(world, mode.slice('container:'.length)) : undefined;
    return donor === undefined || isRejection(donor) ? [] : [[key, `container:${donor.id}`] as const];
  });
  return known.length === 0 ? hostConfig : { ...hostConfig, ...Object.fromEntries(known) };
};

/**
 * The containers whose namespaces are to be shared must exist already at create; with a namespace of the host nobody looks
 * (measured, docs/facts.md).
 */
const donorTrouble = (world: World, { PidMode = '', IpcMode = '', Privileged }: HostConfig): Rejection | undefined => {
  if (PidMode === 'host' || IpcMode === 'host' || Privileged === true) return undefined;
  for (const mode of [IpcMode, PidMode]) {
    if (!mode.startsWith('container:')) continue;
    const donor = findContainer(world, mode.slice('container:'.length));
    if (isRejection(donor)) return { ...donor, status: 400 };
  }
  return undefined;
};

const nameFor = (world: World, asked: string, id: ContainerId, { entropy }: Context): string | Rejection => {
  if (asked === '') return generatedName(world, entropy, id);
  if (!isName(asked)) return invalidName(asked);
  const name = withoutSlash(asked);
  const owner = ownerOf(world, name);
  return owner === undefined ? name : nameTaken(name, owner);
};

const make = (
  world: World,
  { config, hostConfig, sources = {} }: CreateContainer,
  id: ContainerId,
  name: string,
  image: Image | undefined,
  { entropy }: Context,
): Decision<Event, CreateAnswer> => {
  const { now } = entropy;
  const story = new Story(world);
  const { mounts, borrowed, refusal } = resolveMounts(world, config, hostConfig, sources, entropy);
  // Volumes of other containers are used as they are, without a word (measured, docs/facts.md).
  for (const mount of mounts)
    if ((!mount.anonymous || !refusal) && !borrowed.has(mount)) createVolume(story, mount, now);
  const abandon = (why: Rejection): Decision<Event, CreateAnswer> =>
    fail(why, [...volumesOf(story.events), ofContainer(id, now, 'CreateAbandoned', { name, config })]);
  if (Object.keys(hostConfig.StorageOpt ?? {}).length > 0) return abandon(storageOptionsRefused());
  if (refusal) return abandon(refusal);
  const [path = '', ...args] = programWords(config);
  const created = { name, image: image?.id ?? ('' as ImageId | ''), config, hostConfig, path, args, mounts };
  story.tell(ofContainer(id, now, 'ContainerCreated', created));
  createWriteLayer(story, id, image, entropy);
  const blocked =
    prepareWorkingDir(story, story.container(id), now) ?? populateVolumes(story, story.container(id), now);
  if (blocked) return abandon(blocked);
  return accept(story.events, { id, warnings: [] });
};

/** Volumes outlive a create that fails, the anonymous ones that it made too. */
const volumesOf = (events: readonly Event[]): readonly Event[] => events.filter(({ stream }) => stream === 'volume');

const createVolume = (story: Story, { name, anonymous }: Mount, now: Context['entropy']['now']): void => {
  if (name === undefined) return;
  if (story.world.volumes.has(name as VolumeName)) {
    story.tell({ stream: 'volume', id: name as VolumeName, type: 'VolumeCreatedAgain', at: now });
    return;
  }
  story.tell({
    stream: 'volume',
    id: name as VolumeName,
    type: 'VolumeCreated',
    at: now,
    driver: 'local',
    anonymous: anonymous === true,
  });
};

const createWriteLayer = (
  story: Story,
  id: ContainerId,
  image: Image | undefined,
  entropy: Context['entropy'],
): void => {
  const parent = image && topLayerOf(image);
  story.tell({
    stream: 'write-layer',
    id,
    type: 'WriteLayerCreated',
    at: entropy.now,
    mountId: randomHex(entropy, 'mount') as CacheId,
    link: randomLink(entropy, 'link'),
    initLink: randomLink(entropy, 'init link'),
    ...(parent !== undefined && { parent }),
    init: initLayerOn(lowerOf(story.world, parent), entropy.now),
  });
};
