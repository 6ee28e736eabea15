import type { ContainerId, VolumeName } from '../kernel/brand.ts';
import { resolve, root, type Union } from '../overlay/index.ts';
import type { Container } from '../streams/container/container.ts';
import type { World } from '../world.ts';
import { unionOf } from './union-of.ts';

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
      readonly union: Union;
      readonly path: string;
      readonly rw: boolean;
    }
  /** Under a tmpfs, a bind of the host, /proc, /sys, /dev, or one of the files that the engine binds. */
  | { readonly kind: 'outside'; readonly mount: string };

/** Mounted over every container; writes there never reach the upper directory (measured). */
const engineMounts = ['/proc', '/sys', '/dev', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf'].map(
  (destination): UnderMount => ({ destination, rw: true }),
);

/** Where an absolute path of a running container leads. Mounts deeper down win; symlinks on the way are followed. */
export const whereIs = (world: World, container: Container, path: string): Where | undefined => {
  const union = unionOf(world, container.id);
  if (!union) return undefined;
  const real = underMount(container, path) === undefined ? throughLinks(union, path) : path;
  const mount = underMount(container, real);
  if (mount === undefined)
    return { kind: 'write-layer', id: container.id, union, path, rw: container.hostConfig.ReadonlyRootfs !== true };
  const volume = mount.volume === undefined ? undefined : world.volumes.get(mount.volume as VolumeName);
  if (!volume) return { kind: 'outside', mount: mount.destination };
  const inside = real.slice(mount.destination.length) || '/';
  return {
    kind: 'volume',
    id: volume.name,
    union: { lower: undefined, upper: volume.content },
    path: inside,
    rw: mount.rw,
  };
};

type UnderMount = { readonly destination: string; readonly volume?: string | undefined; readonly rw: boolean };

const underMount = ({ mounts }: Container, path: string): UnderMount | undefined => {
  let best: UnderMount | undefined;
  for (const mount of engineMounts) if (wins(mount.destination, path, best)) best = mount;
  for (const { destination, name, rw } of mounts)
    if (wins(destination, path, best)) best = { destination, volume: name, rw };
  return best;
};

const wins = (destination: string, path: string, best: UnderMount | undefined): boolean =>
  path.startsWith(destination) &&
  (path.length === destination.length || destination === '/' || path[destination.length] === '/') &&
  destination.length >= (best?.destination.length ?? 0);

/** The path with the symlinks of its directories followed; the last name itself stays. */
const throughLinks = (union: Union, path: string): string => {
  const cut = (path.endsWith('/') ? path.replace(/\/+$/, '') : path).lastIndexOf('/');
  if (cut <= 0) return path;
  const parent = resolve(union, path.slice(0, cut), root, true);
  if (typeof parent === 'string') return path;
  let real = path.slice(cut);
  for (let node = parent; node.parent; node = node.parent) real = `/${node.name}${real}`;
  return real;
};
