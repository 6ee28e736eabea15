import { rfc3339Nano, wholeSecond } from '../core/kernel/instant.ts';
import { membersOf } from '../core/kernel/multimap.ts';
import type { Volume } from '../core/streams/volume/volume.ts';
import type { World } from '../core/world.ts';
import type { Json } from './json.ts';

/** Where the engine keeps a volume's content on the host. */
export const volumePath = (name: string): string => `/var/lib/docker/volumes/${name}/_data`;

/** `docker volume inspect`, fields in the engine's order. */
export const inspectVolume = (volume: Volume): { readonly [key: string]: Json } => ({
  CreatedAt: rfc3339Nano(wholeSecond(volume.createdAt)),
  Driver: volume.driver,
  Labels: volume.labels ?? null,
  Mountpoint: volumePath(volume.name),
  Name: volume.name,
  Options: volume.options ?? null,
  Scope: 'local',
});

export type VolumeRow = {
  readonly Name: string;
  readonly Driver: string;
  readonly Mountpoint: string;
  readonly anonymous: boolean;
  /** Containers that name it, and those that have it mounted now. */
  readonly usedBy: readonly string[];
  readonly mountedBy: readonly string[];
};

/** `docker volume ls` by name, with who uses them. */
export const volumes = (world: World): readonly VolumeRow[] =>
  [...world.volumes.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, driver, anonymous, mountedBy }) => ({
      Name: name,
      Driver: driver,
      Mountpoint: volumePath(name),
      anonymous,
      usedBy: membersOf(world.indexes.volumeContainers, name),
      mountedBy: [...mountedBy.keys()].sort(),
    }));
