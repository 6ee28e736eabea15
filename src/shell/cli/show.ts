import { findImage } from '../../core/images/find-image.ts';
import { findContainer, isRejection } from '../../core/lifecycle/find-container.ts';
import type { Container } from '../../core/streams/container/container.ts';
import type { Image } from '../../core/streams/image/image.ts';
import type { World } from '../../core/world.ts';
import { BadInput } from '../bad-input.ts';
import type { Point } from '../log/snapshots.ts';

/** What a view shows: data for `--json`, and the same as text for people. */
export type Shown = { readonly data: unknown; readonly text: () => string };

/** A view by name: what it wants to know besides the world, and how it shows it. */
export type View = {
  /** The name of its argument, where it has one: `inspect X`. */
  readonly of?: string;
  /** Whether it can do without that argument. */
  readonly optional?: true;
  readonly says: string;
  readonly show: (point: Point, of: string) => Shown;
};

export const containerNamed = (world: World, name: string): Container => {
  const found = findContainer(world, name);
  if (isRejection(found)) throw new BadInput(found.message);
  return found;
};

export const imageNamed = (world: World, name: string): Image => {
  const found = findImage(world, name);
  if ('rejection' in found) throw new BadInput(found.rejection.message);
  return found.image;
};

/** A container before an image, as `docker inspect` looks. */
export const containerOrImage = (
  world: World,
  name: string,
): { readonly container: Container } | { readonly image: Image } => {
  const container = findContainer(world, name);
  if (!isRejection(container)) return { container };
  const found = findImage(world, name);
  if ('image' in found) return found;
  throw new BadInput(`No such object: ${name}`);
};
