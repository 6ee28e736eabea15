import type { Face, Found, PlacedContainer, PlacedMount } from './estate.ts';
import { type Hit, type Seen, seeThrough } from './see-through.ts';

/** Who gives a path of a container its content. */
export type Provider =
  | 'write layer'
  | 'init layer'
  | 'image layer'
  | 'volume'
  | 'anonymous volume'
  | 'bind'
  | 'tmpfs'
  | 'file of the engine'
  | 'kernel';

/** One place on the host where there is something under that path. */
export type Place = {
  readonly role: string;
  readonly hostPath: string;
  readonly kind: string;
  readonly size?: number;
  readonly layer?: {
    readonly number: number;
    readonly of: number;
    readonly chainId: string;
    readonly createdBy?: string;
  };
};

/** What becomes of what is there, in a sentence each. */
export type Fate = { readonly restart: string; readonly commit: string; readonly remove: string };

export type Where = {
  readonly container: { readonly id: string; readonly name: string; readonly status: string };
  readonly asked: string;
  /** With links followed. */
  readonly path: string;
  readonly state: 'there' | 'deleted' | 'not there' | 'not known';
  readonly provider?: Provider;
  readonly place?: Place;
  readonly object?: Found;
  /** The same as the container sees it, while its root is mounted. */
  readonly mergedPath?: string;
  readonly mount?: {
    readonly destination: string;
    readonly source?: string;
    readonly name?: string;
    readonly readOnly: boolean;
  };
  /** `true`: copied up; `false`: made anew over something; absent: nothing of that name is below. */
  readonly copiedUp?: boolean;
  /** Layers whose entries show in this directory too. */
  readonly mergedWith: readonly Place[];
  /** What is there underneath and does not show. */
  readonly hides: readonly Place[];
  readonly deletedBy?: Place;
  readonly fate?: Fate;
};

/** Where a path of a container lies, who provides it, what it hides, and what becomes of it. */
export const whereIsPath = (root: string, container: PlacedContainer, asked: string): Where => {
  const { id, name, status } = container;
  const frame = { container: { id, name, status }, asked };
  const seen = seeThrough(container.faces, asked);
  const mount = coveringMount(container.mounts, asked) ?? coveringMount(container.mounts, seen.path);
  if (mount)
    return { ...frame, ...inMount(root, container, mount, coveringMount(container.mounts, asked) ? asked : seen.path) };
  const kernel = kernelMounts.find((it) => isBelow(seen.path, it));
  if (kernel !== undefined) return { ...frame, ...ofKernel(root, seen) };
  const file = Object.hasOwn(engineFiles, seen.path) ? engineFiles[seen.path] : undefined;
  if (file !== undefined && container.prepared) return { ...frame, ...ofEngine(root, container, seen, file) };
  return { ...frame, ...inLayers(root, container, seen) };
};

type Told = Omit<Where, 'container' | 'asked'>;

const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`);

/** Mounts deeper down win. */
const coveringMount = (mounts: readonly PlacedMount[], path: string): PlacedMount | undefined =>
  mounts
    .filter(({ destination }) => isBelow(path, destination))
    .sort((a, b) => b.destination.length - a.destination.length)[0];

const kernelMounts = ['/proc', '/sys', '/dev'];

const engineFiles: Readonly<Record<string, string>> = {
  '/etc/hosts': 'hosts',
  '/etc/hostname': 'hostname',
  '/etc/resolv.conf': 'resolv.conf',
};

const inMount = (root: string, container: PlacedContainer, mount: PlacedMount, path: string): Told => {
  const { type, destination, rw, source, name, anonymous, look } = mount;
  const inside = path.slice(destination === '/' ? 0 : destination.length) || '/';
  const object = look?.(inside);
  const hostPath = source === undefined ? undefined : `${source}${inside === '/' ? '' : inside}`;
  const provider = type === 'volume' && anonymous ? 'anonymous volume' : type;
  const underneath = seeThrough(container.faces, path);
  return {
    path,
    state: object ? 'there' : look ? 'not there' : 'not known',
    provider,
    ...(hostPath !== undefined && { place: { role: provider, hostPath, ...sizeAndKind(object) } }),
    ...(object && { object }),
    mount: {
      destination,
      ...(source !== undefined && { source }),
      ...(name !== undefined && { name }),
      readOnly: !rw,
    },
    mergedWith: [],
    hides: allOf(root, underneath),
    fate: fateOf(provider, container),
  };
};

const ofKernel = (root: string, seen: Seen): Told => ({
  path: seen.path,
  state: 'not known',
  provider: 'kernel',
  mergedWith: [],
  hides: allOf(root, seen),
  fate: fates.kernel,
});

const ofEngine = (root: string, { id }: PlacedContainer, seen: Seen, file: string): Told => ({
  path: seen.path,
  state: 'there',
  provider: 'file of the engine',
  place: { role: 'file of the engine', hostPath: `${root}/containers/${id}/${file}`, kind: 'file' },
  mergedWith: [],
  hides: allOf(root, seen),
  fate: fates['file of the engine'],
});

const inLayers = (root: string, container: PlacedContainer, seen: Seen): Told => {
  const { path, provider, merged, hidden, deletedBy } = seen;
  const hides = hidden.map((hit) => placeOf(root, path, hit));
  if (!provider) {
    const whiteout = deletedBy && placeOf(root, deletedBy.path, { face: deletedBy.face, found: whiteoutThere });
    return {
      path,
      state: whiteout ? 'deleted' : 'not there',
      mergedWith: [],
      hides,
      ...(whiteout && { deletedBy: whiteout, ...(whiteout.role === 'write layer' && { fate: deleted }) }),
    };
  }
  const { face, found } = provider;
  const isUpper = face.role === 'write layer';
  const below = merged.length > 0 || hidden.length > 0;
  return {
    path,
    state: 'there',
    provider: face.role,
    place: placeOf(root, path, provider),
    object: found,
    ...(container.mounted && {
      mergedPath: `${root}/overlay2/${upperOf(container)}/merged${path === '/' ? '' : path}`,
    }),
    ...(isUpper && below && path !== '/' && { copiedUp: found.origin === true || merged.length > 0 }),
    mergedWith: merged.map((hit) => placeOf(root, path, hit)),
    hides,
    fate: fateOf(face.role, container),
  };
};

const whiteoutThere: Found = { kind: 'whiteout', mode: 0, uid: 0, gid: 0, mtime: '' };

const upperOf = ({ faces }: PlacedContainer): string => faces[0]?.directory ?? '';

const allOf = (root: string, { path, provider, merged, hidden }: Seen): readonly Place[] =>
  [...(provider ? [provider] : []), ...merged, ...hidden].map((hit) => placeOf(root, path, hit));

export const placeOf = (root: string, path: string, { face, found }: Hit): Place => ({
  role: face.role,
  hostPath: `${root}/overlay2/${face.directory}/diff${path === '/' ? '' : path}`,
  ...sizeAndKind(found),
  ...layerOf(face),
});

const layerOf = ({ layer }: Face): Pick<Place, 'layer'> => {
  if (!layer) return {};
  const { number, of, chainId, createdBy } = layer;
  return { layer: { number, of, chainId, ...(createdBy !== undefined && { createdBy }) } };
};

const sizeAndKind = (found: Found | undefined): Pick<Place, 'kind' | 'size'> => ({
  kind: found?.kind ?? 'unknown',
  ...(found?.size !== undefined && { size: found.size }),
});

const fateOf = (provider: Provider, { autoRemove }: PlacedContainer): Fate => {
  const fate = fates[provider];
  return autoRemove ? { ...fate, restart: 'the container is removed when it ends (--rm), so nothing restarts' } : fate;
};

const deleted: Fate = {
  restart: 'stays deleted',
  commit: 'the deletion goes into the new layer; the bytes stay in the layer below, and count',
  remove: 'goes with the container: other containers of the image never missed it',
};

/** Measured, docs/facts/container-lifecycle.md and docs/facts/data-root.md. */
const fates: Readonly<Record<Provider, Fate>> = {
  'write layer': {
    restart: 'stays: stop, kill, start and restart keep the write layer',
    commit: 'goes into the new layer of the image',
    remove: 'is lost with the container',
  },
  'init layer': {
    restart: 'stays: a placeholder that the engine mounts over',
    commit: 'is left out: the init layer is never committed',
    remove: 'goes with the container',
  },
  'image layer': {
    restart: 'stays: image layers never change',
    commit: 'is in the new image too, by its parent layers; nothing is copied',
    remove: 'stays in the image',
  },
  volume: {
    restart: 'stays in the volume',
    commit: 'is left out: volumes are never committed',
    remove: 'stays: a named volume goes only with docker volume rm (or volume prune)',
  },
  'anonymous volume': {
    restart: 'stays in the volume',
    commit: 'is left out: volumes are never committed',
    remove: 'stays with docker rm, goes with docker rm --volumes and with --rm',
  },
  bind: {
    restart: 'stays: it is a path of the host',
    commit: 'is left out: mounts are never committed',
    remove: 'stays on the host',
  },
  tmpfs: {
    restart: 'is lost: it is memory, and ends with the container',
    commit: 'is left out: mounts are never committed',
    remove: 'is lost already',
  },
  'file of the engine': {
    restart: 'is written anew at every start: what somebody changed in it is lost',
    commit: 'is left out: the image gets nothing of it',
    remove: "goes with the container's directory",
  },
  kernel: {
    restart: 'is made anew by the kernel',
    commit: 'is left out',
    remove: 'ends with the container',
  },
};
