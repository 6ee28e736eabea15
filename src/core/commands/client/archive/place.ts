import type { Rejection } from '../../../kernel/decision.ts';
import { findContainer, isRejection } from '../../../lifecycle/find-container.ts';
import { unionOf } from '../../../mounts/union-of.ts';
import { type Where, whereIs } from '../../../mounts/where.ts';
import { resolve } from '../../../overlay/index.ts';
import {
  archiveLoop,
  emptyArchivePath,
  layerIsGone,
  pathNotFound,
} from '../../../streams/container/archive-rejections.ts';
import type { Container } from '../../../streams/container/container.ts';
import type { World } from '../../../world.ts';

/** Where `docker cp` looks: a container and a path inside it, which exists. */
export type Place = { readonly container: Container; readonly where: Where; readonly kind: Kind };
export type Kind = 'directory' | 'other';

const root = { uid: 0, gid: 0 };

/**
 * Finds what a cp names. Checks in the engine's order: an empty path, the container, its layer, the path. Paths and links
 * are always resolved inside the container's root; `follow` is off for what is only looked at.
 */
export const placeOf = (world: World, reference: string, path: string, follow: boolean): Place | Rejection => {
  const container = openedFor(world, reference, path);
  return isRejection(container) ? container : placeIn(world, container, reference, path, follow);
};

/** What is checked before anything is mounted. */
export const openedFor = (world: World, reference: string, path: string): Container | Rejection => {
  if (path === '') return emptyArchivePath();
  const container = findContainer(world, reference);
  if (isRejection(container)) return container;
  return container.state.status === 'dead' || !unionOf(world, container.id) ? layerIsGone(container.id) : container;
};

export const placeIn = (
  world: World,
  container: Container,
  reference: string,
  path: string,
  follow: boolean,
): Place | Rejection => {
  const absolute = path.startsWith('/') ? path : `/${path}`;
  const where = whereIs(world, container, absolute);
  if (container.state.status === 'removing' || !where) return pathNotFound(path, reference);
  if (where.kind === 'outside') return { container, where, kind: 'directory' };
  const found = resolve(where.union, where.path, root, follow || absolute.endsWith('/'));
  if (found === 'ELOOP') return archiveLoop(path);
  if (typeof found === 'string') return pathNotFound(path, reference);
  return { container, where, kind: found.inode.kind === 'directory' ? 'directory' : 'other' };
};
