import type { World } from '../core/world.ts';
import { containerDirectories } from './data-root/containers.ts';
import { imageStore } from './data-root/image-store.ts';
import { type DataRoot, directory, type PathNode } from './data-root/node.ts';
import { overlayDirectories } from './data-root/overlay2.ts';
import { volumeDirectories } from './data-root/volumes.ts';

export type { DataRoot, PathNode } from './data-root/node.ts';

export const dataRootPath = '/var/lib/docker';

/**
 * What stands under `/var/lib/docker`: path to object, parents before children (law D1). Without `contents` the trees
 * inside `diff/`, `merged/` and `_data/` are left out.
 */
export const dataRoot = (world: World, { contents = true }: { readonly contents?: boolean } = {}): DataRoot =>
  new Map(
    (function* (): Generator<readonly [string, PathNode]> {
      yield [dataRootPath, directory(0o710)];
      for (const [path, node] of parts(world, contents)) yield [`${dataRootPath}/${path}`, node];
    })(),
  );

function* parts(world: World, contents: boolean): Generator<readonly [string, PathNode]> {
  yield ['buildkit', directory(0o711)];
  yield* containerDirectories(world);
  yield* imageStore(world);
  yield ['network', directory(0o750)];
  yield ['network/files', directory(0o750)];
  yield* overlayDirectories(world, contents);
  yield ['plugins', directory(0o700)];
  yield ['runtimes', directory(0o700)];
  yield ['swarm', directory(0o700)];
  yield ['tmp', directory(0o700)];
  yield ['trust', directory(0o700)];
  yield* volumeDirectories(world, contents);
}
