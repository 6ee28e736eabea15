import type { ContainerId } from '../core/kernel/brand.ts';
import { unionOf } from '../core/mounts/union-of.ts';
import { whereIs } from '../core/mounts/where.ts';
import { isErrno, type Node, resolve, root } from '../core/overlay/index.ts';
import type { Container } from '../core/streams/container/container.ts';
import type { WriteLayer } from '../core/streams/write-layer/write-layer.ts';
import type { World } from '../core/world.ts';
import { containerDirectory, mountPointsOf } from './container-paths.ts';
import { cacheIdsDown } from './mounts.ts';
import { volumePath } from './volumes.ts';

/** Where on the host a path of a container is. */
export type HostPath = {
  /** Where the object itself lies: in the container's own layer, in an image's, in a volume, in a bind's source. */
  readonly lies: string;
  /** The same as the container sees it, while its root is mounted. */
  readonly seen?: string;
};

const overlay = '/var/lib/docker/overlay2';

/** From a container's path to the host's; `undefined` when nothing is there, or only memory (tmpfs, /proc). */
export const hostPathOf = (world: World, container: Container, path: string): HostPath | undefined => {
  const bound = boundFile(container, path) ?? boundDirectory(container, path);
  if (bound !== undefined) return { lies: bound };
  const where = whereIs(world, container, path);
  if (!where || !('union' in where) || where.kind === 'tmpfs') return undefined;
  const found = resolve(where.union, where.path, root, false);
  if (isErrno(found)) return undefined;
  if (where.kind === 'volume') return { lies: `${volumePath(where.id)}${pathOf(found)}` };
  const layer = world.writeLayers.get(where.id);
  return (
    layer && {
      lies: `${overlay}/${directoryOf(world, layer, found)}/diff${pathOf(found)}`,
      ...(layer.mounted && { seen: `${overlay}/${layer.mountId}/merged${pathOf(found)}` }),
    }
  );
};

/** The three files that the engine writes at each start and binds over the image's. */
const boundFile = ({ id }: Container, path: string): string | undefined =>
  /^\/etc\/(hosts|hostname|resolv\.conf)$/.test(path) ? `${containerDirectory(id)}/${path.slice(5)}` : undefined;

const boundDirectory = (container: Container, path: string): string | undefined => {
  const mount = mountPointsOf(container).findLast(({ destination }) => isBelow(path, destination));
  return mount?.source === undefined || mount.name !== undefined
    ? undefined
    : `${mount.source}${path.slice(mount.destination.length)}`;
};

const isBelow = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`);

const pathOf = (node: Node): string => (node.parent ? `${pathOf(node.parent)}/${node.name}` : '');

/** Which directory under `overlay2/` has it: upper's own, or that of the lower layer it comes from, counted from the base. */
const directoryOf = (world: World, { mountId, parent }: WriteLayer, { upper, lower }: Node): string => {
  if (upper !== undefined || !lower) return mountId;
  const fromBase = [...cacheIdsDown(world, parent)].reverse();
  return fromBase[Number.parseInt(lower.origin, 10) - 1] ?? `${mountId}-init`;
};

/** A container and a path in it. */
export type Inside = { readonly container: ContainerId; readonly path: string };

/** From a host's path to the paths of all containers that see that very object there now. */
export const containerPathsOf = (world: World, hostPath: string): readonly Inside[] =>
  [...world.containers.values()]
    .flatMap((container) => candidates(world, container, hostPath).map((path) => ({ container, path })))
    .filter(({ container, path }) => {
      const there = hostPathOf(world, container, path);
      return there?.lies === hostPath || there?.seen === hostPath;
    })
    .map(({ container: { id }, path }) => ({ container: id, path }))
    .sort((a, b) => (a.container < b.container ? -1 : 1));

/** Paths at which the container could see it. */
const candidates = (world: World, container: Container, hostPath: string): readonly string[] => {
  const [, part] = /^\/var\/lib\/docker\/overlay2\/[^/]+\/(?:diff|merged)(\/.*)?$/.exec(hostPath) ?? [];
  const [, file] = /^\/var\/lib\/docker\/containers\/[0-9a-f]{64}\/(hosts|hostname|resolv\.conf)$/.exec(hostPath) ?? [];
  const sources = mountPointsOf(container).flatMap(({ name, source, destination }) => {
    const from = name === undefined ? source : volumePath(name);
    return from !== undefined && isBelow(hostPath, from) ? [`${destination}${hostPath.slice(from.length)}`] : [];
  });
  return [
    ...(part !== undefined && unionOf(world, container.id) ? [part] : []),
    ...(file !== undefined ? [`/etc/${file}`] : []),
    ...sources,
  ];
};
