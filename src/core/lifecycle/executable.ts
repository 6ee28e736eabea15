import type { Rejection } from '../kernel/decision.ts';
import { tmpfsOptions } from '../mounts/tmpfs.ts';
import { lowerOf } from '../mounts/union-of.ts';
import { whereIs } from '../mounts/where.ts';
import { type Lower, resolve, root, type Tree } from '../overlay/index.ts';
import type { Container } from '../streams/container/container.ts';
import {
  directoryIsNone,
  directoryMissing,
  directoryUnreachable,
  executableIsRelative,
  executableMissing,
  executableNotInPath,
  executableUnderFile,
  executableUnreachable,
  executionDenied,
  notExecutable,
  relativeDirectory,
} from '../streams/container/start-rejections.ts';
import type { World } from '../world.ts';
import { hasAtTop, topNames } from './search-path.ts';

/** What the engine puts into the environment when nobody does. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export type Lookup = { readonly path: string } | Rejection;

/**
 * Where the runtime finds a program in a container's merged view: names without a slash along PATH, others as they are.
 * A directory, or a file without any x bit, is found and refused only when it was named by a path.
 */
export const findExecutable = (
  world: World,
  container: Container,
  name: string,
  env: readonly string[],
  workingDir: string,
): Lookup => {
  const place = placeOf(world, container, name, pathOf(env));
  if (!place) return lookUp(world, container, name, env, workingDir);
  const known = remembered.get(place) ?? new Map<string, Lookup>();
  const key = `${workingDir}\n${pathOf(env)}\n${name}`;
  const found = known.get(key) ?? lookUp(world, container, name, env, workingDir);
  if (known.size < 100) remembered.set(place, known.set(key, found));
  return found;
};

/** What was found in an image is found in every container of it that changed nothing there; else in this one as it is. */
const remembered = new WeakMap<Lower | Tree, Map<string, Lookup>>();

const placeOf = (
  world: World,
  { id, mounts, tmpfs }: Container,
  name: string,
  path: string,
): Lower | Tree | undefined => {
  const layer = world.writeLayers.get(id);
  if (!layer || mounts.length > 0 || tmpfs) return undefined;
  const { upper } = layer;
  if (upper.inodes.size === 1) return lowerOf(world, layer.parent);
  const lower = lowerOf(world, layer.parent);
  const names = lower && topNames(lower, name, path);
  return names && !names.some((top) => hasAtTop(upper, top)) ? lower : upper;
};

const lookUp = (
  world: World,
  container: Container,
  name: string,
  env: readonly string[],
  workingDir: string,
): Lookup => {
  if (name.includes('/')) {
    const path = name.startsWith('/') ? name : `${workingDir.replace(/\/$/, '')}/${name}`;
    const kind = kindOf(world, container, path);
    switch (kind) {
      case 'executable':
        return { path };
      case 'denied':
        return executionDenied(name);
      case 'missing':
        return executableMissing(name);
      case 'under a file':
        return executableUnderFile(name);
      case 'ELOOP':
      case 'ENAMETOOLONG':
        return executableUnreachable(name, kind);
      default:
        return notExecutable(name);
    }
  }
  for (const directory of name === '' ? [] : pathOf(env).split(':')) {
    const isRelative = !directory.startsWith('/');
    const path = `${isRelative ? `${workingDir}/${directory}` : directory}/${name}`;
    const kind = kindOf(world, container, path);
    if (kind === 'denied') return executionDenied(path);
    if (kind !== 'executable') continue;
    // Found, and refused: nothing is run out of a directory that PATH does not name in full (measured, docs/facts.md).
    return isRelative ? executableIsRelative(name) : { path };
  }
  return executableNotInPath(name);
};

const pathOf = (env: readonly string[]): string =>
  env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length) ?? defaultPath;

/** `denied`: on a file system from which nothing is run. */
type Kind = 'executable' | 'plain' | 'denied' | 'missing' | 'under a file' | 'ELOOP' | 'ENAMETOOLONG';

const kindOf = (world: World, container: Container, path: string): Kind => {
  const where = whereIs(world, container, path, true);
  if (!where) return 'missing';
  if (where.kind === 'loop') return 'ELOOP';
  // What the host has under a bind is not known; whoever binds a program there means to run it.
  if (where.kind === 'outside')
    return container.mounts.some((it) => it.destination === where.mount && it.type === 'bind')
      ? 'executable'
      : where.path === where.mount
        ? 'plain'
        : 'missing';
  const found = resolve(where.union, where.path, root, true);
  switch (found) {
    case 'ENOTDIR':
      return 'under a file';
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return found;
    default:
      if (typeof found === 'string') return 'missing';
  }
  if (found.inode.kind !== 'file' || (found.inode.mode & 0o111) === 0) return 'plain';
  return where.kind === 'tmpfs' && !tmpfsOptions(container, where.mount).isExec ? 'denied' : 'executable';
};

/** Where an exec is to work must be there: nobody makes it, as a start would (measured, docs/facts.md). */
export const directoryTrouble = (world: World, container: Container, path: string): Rejection | undefined => {
  if (path === '/' || /^\/(?:proc|sys|dev)(?:\/|$)/.test(path)) return undefined;
  if (!path.startsWith('/')) return relativeDirectory();
  const where = whereIs(world, container, path, true);
  if (!where || where.kind === 'outside') return undefined;
  if (where.kind === 'loop') return directoryUnreachable(path, 'ELOOP');
  const found = resolve(where.union, where.path, root, true);
  if (found === 'ENOENT') return directoryMissing(path);
  if (found === 'ELOOP' || found === 'ENAMETOOLONG') return directoryUnreachable(path, found);
  return found === 'ENOTDIR' || (typeof found !== 'string' && found.inode.kind !== 'directory')
    ? directoryIsNone(path)
    : undefined;
};
