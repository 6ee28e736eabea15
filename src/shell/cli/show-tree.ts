import { known } from '../../core/kernel/impossible.ts';
import { findContainer, isRejection } from '../../core/lifecycle/find-container.ts';
import { unionOf } from '../../core/mounts/union-of.ts';
import type { Union } from '../../core/overlay/index.ts';
import type { World } from '../../core/world.ts';
import { tree, unionOfImage } from '../../views/tree.ts';
import { BadInput } from '../bad-input.ts';
import { renderTree } from '../text/tree.ts';
import { containerOrImage, type Shown } from './show.ts';

/** `tree C[:PATH]`: a container by any of its names, or an image. */
export const showTree = (world: World, of: string): Shown => {
  const colon = of.indexOf(':/');
  const name = colon < 0 ? of : of.slice(0, colon);
  const path = colon < 0 ? '/' : of.slice(colon + 1);
  const rows = tree(unionNamed(world, name), path);
  if (!rows) throw new BadInput(`${name}: there is no ${path}`);
  return { data: rows, text: () => renderTree(rows) };
};

const unionNamed = (world: World, name: string): Union => {
  const container = findContainer(world, name);
  if (!isRejection(container)) return known(unionOf(world, container.id), `write layer of ${container.id}`);
  const found = containerOrImage(world, name);
  return 'image' in found ? unionOfImage(world, found.image) : known(unionOf(world, found.container.id), 'write layer');
};
