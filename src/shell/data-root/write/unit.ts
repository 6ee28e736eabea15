import type { PathNode } from '../../../views/data-root.ts';

/** A piece of a data root that is written as a whole or not at all: one directory with everything in it. */
export type Unit = { readonly path: string; readonly nodes: Iterable<readonly [path: string, node: PathNode]> };

const unitForm =
  /^(?:containers\/[^/]+|volumes\/[^/]+|overlay2\/(?!l$|l\/)[^/]+|image\/overlay2\/layerdb\/(?:sha256|mounts)\/[^/]+)/;

/** The unit that a path below the root belongs to; none for what all of them share. */
export const unitOf = (path: string, node: PathNode): string | undefined => {
  const unit = unitForm.exec(path)?.[0];
  return unit === undefined || (unit === path && node.type !== 'directory') ? undefined : unit;
};
