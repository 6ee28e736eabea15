import { createHash } from 'node:crypto';
import { textOf } from '../survey/read-file.ts';
import type { LayerFiles, Survey } from '../survey/survey.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The names under `layerdb/sha256` of a list of diff ids, base first (law L2). */
export const chainOf = (diffIds: readonly string[]): readonly string[] => {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(below === undefined ? diffId.replace(/^sha256:/, '') : sha256(`sha256:${below} ${diffId}`));
  }
  return chain;
};

export const parentOf = ({ parent }: Pick<LayerFiles, 'parent'>): string | undefined =>
  textOf(parent)?.replace(/^sha256:/, '');

/** A layer and all below it, top first; stops at what is not there, and at a circle. */
export const stackBelow = ({ layers }: Survey, top: string | undefined): readonly string[] => {
  const stack = new Set<string>();
  for (let at = top; at !== undefined && layers.has(at) && !stack.has(at); ) {
    stack.add(at);
    const layer: LayerFiles | undefined = layers.get(at);
    at = layer && parentOf(layer);
  }
  return [...stack];
};

/** Layers that an image or a container needs. */
export const neededLayers = (root: Survey): ReadonlySet<string> => {
  const needed = new Set<string>();
  for (const { config } of root.images.values())
    if (typeof config !== 'string') for (const chain of chainOf(config.diffIds)) needed.add(chain);
  for (const mount of root.mounts.values()) for (const chain of stackBelow(root, parentOf(mount))) needed.add(chain);
  for (const chain of [...needed]) for (const below of stackBelow(root, chain)) needed.add(below);
  return needed;
};

/** Directories of `overlay2/` that something claims: a layer's cache id, a container's mount and init, BuildKit. */
export const claimedDirectories = ({ layers, mounts, buildkit }: Survey): ReadonlySet<string> =>
  new Set([
    ...[...layers.values()].flatMap(({ cacheId }) => textOf(cacheId) ?? []),
    ...[...mounts.values()].flatMap(({ mountId, initId }) => [textOf(mountId) ?? [], textOf(initId) ?? []].flat()),
    ...buildkit,
  ]);

/** Which directory each directory of `overlay2/` lies on: layers by their parents, containers by their images. */
export const belowEach = (root: Survey): ReadonlyMap<string, string | undefined> => {
  const cacheOf = (chain: string | undefined): string | undefined => {
    const layer = chain === undefined ? undefined : root.layers.get(chain);
    return layer && textOf(layer.cacheId);
  };
  const below = new Map<string, string | undefined>();
  for (const layer of root.layers.values()) {
    const own = textOf(layer.cacheId);
    if (own !== undefined) below.set(own, cacheOf(parentOf(layer)));
  }
  for (const mount of root.mounts.values()) {
    const [own, init] = [textOf(mount.mountId), textOf(mount.initId)];
    if (own !== undefined && init !== undefined) below.set(own, init);
    if (init !== undefined) below.set(init, cacheOf(parentOf(mount)));
  }
  return below;
};
