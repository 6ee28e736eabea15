import type { Volume } from '../../core/streams/volume/volume.ts';
import type { World } from '../../core/world.ts';
import { below, directory, type Entries, file, goJson, nodeOf, type StoredVolume } from './node.ts';

/** `volumes/`: a directory each, its content in `_data`. The list of names itself is in a database file. */
export function* volumeDirectories({ volumes }: World, contents: boolean): Entries {
  yield ['volumes', directory(0o701)];
  yield ['volumes/backingFsBlockDev', { type: 'block', mode: 0o600 }];
  yield ['volumes/metadata.db', { ...file(0o600), packs: { volumes: storedVolumes(volumes.values()) } }];
  for (const { name, content, options } of [...volumes.values()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `volumes/${name}`;
    const root = content.inodes.get(1);
    yield [path, directory(0o701)];
    yield [`${path}/_data`, root ? nodeOf(root) : directory(0o755)];
    if (contents) yield* below(`${path}/_data`, content);
    if (options) yield [`${path}/opts.json`, file(0o600, goJson(stored(options)))];
  }
}

/** Names, drivers, labels and options, by name. */
const storedVolumes = (volumes: Iterable<Volume>): readonly StoredVolume[] =>
  [...volumes]
    .map(({ name, driver, labels, options }) => ({
      Name: name,
      Driver: driver,
      Labels: labels ? sorted(labels) : null,
      Options: options ? sorted(options) : null,
    }))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1));

const sorted = (map: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The options of the local driver as it keeps them (measured, docs/facts.md). */
const stored = (options: Readonly<Record<string, string>>): object => ({
  MountType: options.type ?? '',
  MountOpts: options.o ?? '',
  MountDevice: options.device ?? '',
  Quota: { Size: 0 },
});
