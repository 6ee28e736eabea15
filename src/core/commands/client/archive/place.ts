import type { Rejection } from '../../../kernel/decision.ts';
import { findContainer, isRejection } from '../../../lifecycle/find-container.ts';
import { mergedOf } from '../../../mounts/merged.ts';
import { unionOf } from '../../../mounts/union-of.ts';
import { engineFiles, linksFollowed, type Where, whereEngineLooks } from '../../../mounts/where.ts';
import { resolve } from '../../../overlay/index.ts';
import { emptyArchivePath, layerIsGone, pathNotFound } from '../../../streams/container/archive-rejections.ts';
import type { Container } from '../../../streams/container/container.ts';
import { pathUnderFile, tooManyLinks } from '../../../streams/container/start-rejections.ts';
import type { World } from '../../../world.ts';
import { engineWalk } from './walk.ts';

/** Where `docker cp` looks: a container and a path inside it, which exists. */
export type Place = {
  readonly container: Container;
  readonly where: Where;
  readonly kind: Kind;
  /** A symlink that is looked at itself. */
  readonly isLink: boolean;
};
export type Kind = 'directory' | 'other';

const root = { uid: 0, gid: 0 };

/**
 * Finds what a cp names. Checks in the engine's order: an empty path, the container, its layer, the path. Paths and links
 * are always resolved inside the container's root; `follow` is off for what is only looked at.
 */
export const placeOf = (world: World, reference: string, path: string, follow: boolean): Place | Rejection => {
  if (path === '') return emptyArchivePath();
  const container = findContainer(world, reference);
  if (isRejection(container)) return container;
  const union = unionOf(world, container.id);
  if (container.state.status === 'dead' || !union) return layerIsGone(container.id);
  const absolute = path.startsWith('/') ? path : `/${path}`;
  const follows = follow || absolute.endsWith('/');
  const apart = walkTrouble(world, container, follows ? absolute : directoryOf(absolute));
  if (apart) return apart;
  const where = whereEngineLooks(world, container, follows ? linksFollowed(union, absolute) : absolute);
  if (container.state.status === 'removing' || !where) return pathNotFound(path, reference);
  if (where.kind === 'outside')
    return { container, where, kind: isFile(container, where.mount) ? 'other' : 'directory', isLink: false };
  const found = resolve(where.union, where.path, root, follows);
  if (found === 'ENOTDIR' && !follow) return pathUnderFile(`${mergedOf(world, container.id)}${absolute}`);
  if (typeof found === 'string') return pathNotFound(path, reference);
  // Of a link the engine also says where it leads; that nothing is there is no trouble.
  const isLink = found.inode.kind === 'symlink';
  const astray = isLink ? walkTrouble(world, container, absolute) : undefined;
  return astray ?? { container, where, kind: found.inode.kind === 'directory' ? 'directory' : 'other', isLink };
};

/** What is resolved first: all but the last name, and all of what ends with a slash. */
const directoryOf = (absolute: string): string => absolute.slice(0, absolute.lastIndexOf('/') + 1);

/** Loops, and what would lie below a file. The engine says where on the host. */
const walkTrouble = (world: World, container: Container, path: string): Rejection | undefined => {
  const walked = engineWalk(world, container, path);
  const merged = mergedOf(world, container.id);
  if ('loops' in walked) return tooManyLinks(`${merged}${path.replace(/\/+$/, '')}`);
  return 'below' in walked ? pathUnderFile(`${merged}${walked.below}`) : undefined;
};

/** One of the engine's own files, or a file of the host. */
const isFile = ({ mounts }: Container, mount: string): boolean =>
  engineFiles.includes(mount) || mounts.some(({ destination, file }) => destination === mount && file === true);
