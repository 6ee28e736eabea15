import type { World } from '../core/world.ts';
import { containerDirectories } from './data-root/containers.ts';
import { imageStore } from './data-root/image-store.ts';
import { type DataRoot, dataRootPath, directory, type Entries } from './data-root/node.ts';
import { overlayDirectories } from './data-root/overlay2.ts';
import { volumeDirectories } from './data-root/volumes.ts';

export { type DataRoot, dataRootPath, type PathNode, type StoredVolume } from './data-root/node.ts';

export type DataRootOptions = {
  /** Without them, the trees inside `diff/`, `merged/` and `_data/` are left out. */
  readonly contents?: boolean;
  /** Without it, what only the mount shows is left out: what is really on the disk. */
  readonly merged?: boolean;
  /** Where the engine has its root: containers' configs hold whole paths. */
  readonly root?: string;
};

/** What stands under `/var/lib/docker`: path to object, parents before children (law D1). */
export const dataRoot = (world: World, options: DataRootOptions = {}): DataRoot => {
  const root = options.root ?? dataRootPath;
  const all = new Map([[root, directory(0o710)]]);
  for (const [path, node] of dataRootEntries(world, options)) all.set(`${root}/${path}`, node);
  return all;
};

/** The same one by one, with paths below the root. */
export function* dataRootEntries(world: World, options: DataRootOptions = {}): Entries {
  const { contents = true, merged = contents, root = dataRootPath } = options;
  yield ['buildkit', directory(0o711)];
  yield* containerDirectories(world, root);
  yield* imageStore(world);
  yield ['network', directory(0o750)];
  yield ['network/files', directory(0o750)];
  yield* overlayDirectories(world, { contents, merged });
  yield ['plugins', directory(0o700)];
  yield ['runtimes', directory(0o700)];
  yield ['swarm', directory(0o700)];
  yield ['tmp', directory(0o700)];
  yield ['trust', directory(0o700)];
  yield* volumeDirectories(world, contents);
}
