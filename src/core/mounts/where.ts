import type { ContainerId, VolumeName } from '../kernel/brand.ts';
import { child, isDirectory, isErrno, type Node, resolve, root, rootOf, type Union } from '../overlay/index.ts';
import type { Mount } from '../streams/container/config.ts';
import { type Container, wasPrepared } from '../streams/container/container.ts';
import type { World } from '../world.ts';
import { sharedMemory, sharedMemoryOf, type Tmpfs, tmpfsAt, tmpfsOptions } from './tmpfs.ts';
import { unionOf } from './union-of.ts';
import { type Manner, type Seen, type Walk, walk } from './walk.ts';

/** The file system that a path of a container leads into, and the path in there. */
export type Where =
  | {
      readonly kind: 'write-layer';
      readonly id: ContainerId;
      readonly union: Union;
      readonly path: string;
      readonly rw: boolean;
    }
  | {
      readonly kind: 'volume';
      readonly id: VolumeName;
      readonly mount: string;
      readonly union: Union;
      readonly path: string;
      readonly rw: boolean;
    }
  /** In a tmpfs of a running container, which may be another's. */
  | {
      readonly kind: 'tmpfs';
      readonly id: ContainerId;
      readonly mount: string;
      readonly union: Union;
      readonly path: string;
      readonly rw: boolean;
    }
  /** Under a bind of the host, /proc, /sys, /dev, or one of the files that the engine binds; the path is without links. */
  | { readonly kind: 'outside'; readonly mount: string; readonly path: string };

/** Links lead in a circle, from one file system into another. */
export type Loop = { readonly kind: 'loop' };

/** The files that the engine binds into every container that was started; it replaces none of them. */
export const engineFiles: readonly string[] = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf'];

/** Mounted over every container; writes there never reach the upper directory (measured). */
const engineMounts: readonly UnderMount[] = ['/proc', '/sys', '/dev', ...engineFiles].map((destination) => ({
  destination,
  rw: true,
}));

const always: readonly UnderMount[] = [...engineMounts, { destination: sharedMemory, rw: true, tmpfs: sharedMemoryOf }];

/**
 * Where an absolute path of a running container leads. Mounts deeper down win; symlinks on the way are followed from one
 * file system into another, and with `follows` one in the last place (path_resolution(7)).
 */
export const whereIs = (
  world: World,
  container: Container,
  path: string,
  follows = false,
): Where | Loop | undefined => {
  const mounts =
    container.mounts.length === 0 ? always : [...always, ...container.mounts.map((mount) => mountOf(mount, container))];
  const plain = mountedAt(world, container, path, mounts);
  if (!plain || plain.kind === 'outside' || !hasLink(plain.union, plain.path, follows)) return plain;
  const walked = walkOver(world, container, path, mounts, { follows: follows || path.endsWith('/'), mostLinks: 40 });
  if ('loops' in walked) return { kind: 'loop' };
  return mountedAt(world, container, 'at' in walked ? walked.at : walked.below, mounts);
};

const walkOver = (
  world: World,
  container: Container,
  path: string,
  mounts: readonly UnderMount[],
  manner: Manner,
): Walk => walk((at) => seenIn(mountedAt(world, container, at, mounts)), path, manner);

/** Whether a path leads through a symlink, or with `follows` to one. */
const hasLink = (union: Union, path: string, follows: boolean): boolean => {
  let node: Node | undefined = rootOf(union);
  // Whatever comes after the name of a link follows it, a slash alone too.
  const names = path.split('/');
  for (let at = 0; at < names.length; at++) {
    const name = names[at] ?? '';
    if (name === '') continue;
    node = isDirectory(node) ? child(union, node, name) : undefined;
    if (!node) return false;
    if (node.inode.kind === 'symlink') return follows || at < names.length - 1;
  }
  return false;
};

/** What stands there. Of what is outside nothing is known, so that it is nobody's file. */
const seenIn = (where: Where | undefined): Seen | undefined => {
  if (!where) return undefined;
  if (where.kind === 'outside') return { kind: 'directory' };
  const found = resolve(where.union, where.path, root, false);
  if (isErrno(found)) return undefined;
  const { inode } = found;
  if (inode.kind === 'symlink') return { kind: 'symlink', target: inode.target };
  return { kind: inode.kind === 'directory' ? 'directory' : 'other' };
};

/**
 * Where the engine itself looks, as a cp does: it mounts volumes, binds and its own files once they are there, but no tmpfs and
 * nothing of the kernel's; below those it finds the write layer, where no process ever sees it (measured, docs/facts/overlay.md).
 * The path is one without links, as `engineWalk` finds it.
 */
export const whereEngineLooks = (world: World, container: Container, path: string): Where | undefined =>
  mountedAt(world, container, path, mountsOfEngine(container));

/** The engine's own walk through links (`evalSymlinksInScope`): its bound is in its source, its words are measured. */
export const engineWalk = (world: World, container: Container, path: string): Walk =>
  walkOver(world, container, path, mountsOfEngine(container), { follows: true, mostLinks: 255 });

/** What a cp can not replace: it is mounted. */
export const mountsOfEngine = (container: Container): readonly UnderMount[] => [
  ...(wasPrepared(container) ? engineMounts.filter(({ destination }) => engineFiles.includes(destination)) : []),
  ...container.mounts.filter(({ type }) => type !== 'tmpfs').map((mount) => mountOf(mount, container)),
];

/** What is mounted over a path, which is taken as it is. */
const mountedAt = (
  world: World,
  container: Container,
  path: string,
  mounts: readonly UnderMount[],
): Where | undefined => {
  const union = unionOf(world, container.id);
  if (!union) return undefined;
  const mount = underMount(mounts, path);
  if (mount === undefined)
    return { kind: 'write-layer', id: container.id, union, path, rw: container.hostConfig.ReadonlyRootfs !== true };
  const inside = path.slice(mount.destination.length) || '/';
  const memory = mount.tmpfs?.(world, container);
  if (memory)
    return {
      kind: 'tmpfs',
      id: memory.owner,
      mount: mount.destination,
      union: { lower: undefined, upper: memory.tree },
      path: inside,
      rw: mount.rw,
    };
  const volume = mount.volume === undefined ? undefined : world.volumes.get(mount.volume as VolumeName);
  if (!volume) return { kind: 'outside', mount: mount.destination, path };
  return {
    kind: 'volume',
    id: volume.name,
    mount: mount.destination,
    union: { lower: undefined, upper: volume.content },
    path: inside,
    rw: mount.rw,
  };
};

type UnderMount = {
  readonly destination: string;
  readonly volume?: string | undefined;
  readonly tmpfs?: (world: World, container: Container) => Tmpfs | undefined;
  readonly rw: boolean;
};

const mountOf = ({ type, destination, name, rw }: Mount, container: Container): UnderMount =>
  type === 'tmpfs'
    ? {
        destination,
        rw: !tmpfsOptions(container, destination).isReadOnly,
        tmpfs: (_, owner) => tmpfsAt(owner, destination),
      }
    : { destination, volume: name, rw };

const underMount = (mounts: readonly UnderMount[], path: string): UnderMount | undefined => {
  let best: UnderMount | undefined;
  for (const mount of mounts) if (wins(mount.destination, path, best)) best = mount;
  return best;
};

const wins = (destination: string, path: string, best: UnderMount | undefined): boolean =>
  path.startsWith(destination) &&
  (path.length === destination.length || destination === '/' || path[destination.length] === '/') &&
  destination.length >= (best?.destination.length ?? 0);
