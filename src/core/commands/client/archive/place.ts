import type { Rejection } from '../../../kernel/decision.ts';
import { findContainer, isRejection } from '../../../lifecycle/find-container.ts';
import { mergedOf } from '../../../mounts/merged.ts';
import { unionOf } from '../../../mounts/union-of.ts';
import { engineFiles, engineWalk, type Where, whereEngineLooks } from '../../../mounts/where.ts';
import { resolve } from '../../../overlay/index.ts';
import { emptyArchivePath, layerIsGone, pathNotFound } from '../../../streams/container/archive-rejections.ts';
import type { Container } from '../../../streams/container/container.ts';
import { pathUnderFile, tooManyLinks } from '../../../streams/container/start-rejections.ts';
import type { World } from '../../../world.ts';

/** Where `docker cp` looks: a container and a path inside it, which exists. */
export type Place = {
  readonly container: Container;
  readonly where: Where;
  /** The path without the links on its way. */
  readonly real: string;
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
  const first = follows ? absolute : directoryOf(absolute);
  const led = walkedTo(world, container, first);
  if (typeof led !== 'string') return led;
  // A slash at the end asks for a directory; who extracts is told otherwise that it is none.
  const real = follow || led === absolute ? led : `${led === '/' ? '' : led}/${absolute.slice(first.length)}`;
  const where = whereEngineLooks(world, container, real);
  if (container.state.status === 'removing' || !where) return pathNotFound(path, reference);
  if (where.kind === 'outside')
    return { container, where, real, kind: isFile(container, where.mount) ? 'other' : 'directory', isLink: false };
  const found = resolve(where.union, where.path, root, false);
  if (found === 'ENOTDIR' && !follow) return pathUnderFile(`${mergedOf(world, container.id)}${real}`);
  if (typeof found === 'string') return pathNotFound(path, reference);
  // Of a link the engine also says where it leads; that nothing is there is no trouble.
  const isLink = found.inode.kind === 'symlink';
  const target = isLink ? walkedTo(world, container, absolute) : '';
  if (typeof target !== 'string') return target;
  return { container, where, real, kind: found.inode.kind === 'directory' ? 'directory' : 'other', isLink };
};

/** What is resolved first: all but the last name, and all of what ends with a slash. */
const directoryOf = (absolute: string): string => absolute.slice(0, absolute.lastIndexOf('/') + 1);

/** Where links lead, or why they do not: loops, and what would lie below a file. The engine says where on the host. */
const walkedTo = (world: World, container: Container, path: string): string | Rejection => {
  const walked = engineWalk(world, container, path);
  const merged = mergedOf(world, container.id);
  if ('loops' in walked) return tooManyLinks(`${merged}${path.replace(/\/+$/, '')}`);
  return 'below' in walked ? pathUnderFile(`${merged}${walked.below}`) : walked.at;
};

/** One of the engine's own files, or a file of the host. */
const isFile = ({ mounts }: Container, mount: string): boolean =>
  engineFiles.includes(mount) || mounts.some(({ destination, file }) => destination === mount && file === true);
