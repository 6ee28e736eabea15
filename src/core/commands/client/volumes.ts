import type { Event } from '../../event.ts';
import type { VolumeName } from '../../kernel/brand.ts';
import { accept, type Decision, reject } from '../../kernel/decision.ts';
import { volumeNameTrouble } from '../../lifecycle/names.ts';
import { randomHex } from '../../lifecycle/random-hex.ts';
import { Story } from '../../lifecycle/story.ts';
import { sizeOfTree } from '../../overlay/index.ts';
import { noSuchVolume, noSuchVolumeDriver, volumeInUse } from '../../streams/volume/rejections.ts';
import type { Volume } from '../../streams/volume/volume.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';
import { chosenBy, type Filters, unknownFilter } from './prune-filters.ts';

export type CreateVolume = {
  readonly issuer: 'client';
  readonly type: 'CreateVolume';
  readonly name?: string;
  readonly driver?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, string>>;
};

/** `docker volume create`. A volume that exists already is the answer; only an event tells of it. */
export const createVolume = (
  world: World,
  { name = '', driver = 'local', labels, options }: CreateVolume,
  { entropy }: Context,
): Decision<Event, { readonly name: VolumeName }> => {
  const id = (name === '' ? randomHex(entropy, 'volume') : name) as VolumeName;
  // Of all drivers the engine itself has only one; it looks for the others' plugins first (measured, docs/facts.md).
  if (driver !== 'local') return reject(noSuchVolumeDriver(id, driver));
  const flaw = volumeNameTrouble(id);
  if (flaw) return reject(flaw);
  const before = world.volumes.get(id);
  if (before) return accept([{ stream: 'volume', id, type: 'VolumeCreatedAgain', at: entropy.now }], { name: id });
  const created: Event = {
    stream: 'volume',
    id,
    type: 'VolumeCreated',
    at: entropy.now,
    driver,
    ...(labels && { labels }),
    ...(options && { options }),
    anonymous: name === '',
  };
  return accept([created], { name: id });
};

export type RemoveVolume = {
  readonly issuer: 'client';
  readonly type: 'RemoveVolume';
  readonly volume: string;
  readonly force?: boolean;
};

/** `docker volume rm` refuses while any container names the volume, running or not. */
export const removeVolume = (
  world: World,
  { volume, force }: RemoveVolume,
  { entropy: { now } }: Context,
): Decision<Event> => {
  const id = volume as VolumeName;
  if (!world.volumes.has(id)) return force ? accept([]) : reject(noSuchVolume(volume));
  const users = [...(world.indexes.volumeContainers.get(id)?.keys() ?? [])].sort();
  if (users.length > 0) return reject(volumeInUse(volume, users));
  return accept([{ stream: 'volume', id, type: 'VolumeRemoved', at: now }]);
};

export type InspectVolume = { readonly issuer: 'client'; readonly type: 'InspectVolume'; readonly volume: string };
export type ListVolumes = { readonly issuer: 'client'; readonly type: 'ListVolumes' };

export const inspectVolume = (world: World, { volume }: InspectVolume): Decision<Event> =>
  world.volumes.has(volume as VolumeName) ? accept([]) : reject(noSuchVolume(volume));

export const listVolumes = (_world: World, _: ListVolumes): Decision<Event> => accept([]);

export type PruneVolumes = {
  readonly issuer: 'client';
  readonly type: 'PruneVolumes';
  readonly filters?: Filters;
};

/** `docker volume prune` of this engine removes named and anonymous volumes alike, if no container names them. */
export const pruneVolumes = (
  world: World,
  { filters = {} }: PruneVolumes,
  { entropy: { now } }: Context,
): Decision<Event, { readonly deleted: readonly VolumeName[]; readonly reclaimed: number }> => {
  const unknown = unknownFilter(filters, ['label', 'label!']);
  if (unknown) return reject(unknown);
  const isChosen = chosenBy(filters, now);
  if (typeof isChosen === 'object') return reject(isChosen);
  const story = new Story(world);
  const deleted: VolumeName[] = [];
  let reclaimed = 0;
  for (const { name, content, labels, createdAt } of byName(world)) {
    if (world.indexes.volumeContainers.has(name) || !isChosen(labels, createdAt)) continue;
    story.tell({ stream: 'volume', id: name, type: 'VolumeRemoved', at: now, pruned: true });
    deleted.push(name);
    reclaimed += sizeOfTree(content);
  }
  story.tell({ stream: 'distribution', id: 'distribution', type: 'VolumesPruned', at: now, reclaimed });
  return accept(story.events, { deleted, reclaimed });
};

const byName = ({ volumes }: World): readonly Volume[] =>
  [...volumes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
