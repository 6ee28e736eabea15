import type { Rejection } from '../kernel/decision.ts';
import type { Entropy } from '../kernel/entropy.ts';
import type { ContainerConfig, HostConfig, Mount, MountRequest } from '../streams/container/config.ts';
import {
  duplicateMountPoint,
  fieldOfAnotherMount,
  invalidDestination,
  invalidMountMode,
  invalidSpecification,
} from '../streams/container/create-rejections.ts';
import { emptyReference } from '../streams/container/start-rejections.ts';
import { invalidVolumeName } from '../streams/volume/rejections.ts';
import type { World } from '../world.ts';
import { findContainer, isRejection } from './find-container.ts';
import { isVolumeName } from './names.ts';
import { randomHex } from './random-hex.ts';
import type { Sources } from './settings.ts';

/** The mount points that a container gets, or what is wrong with one; those before it have been taken up already. */
export type ResolvedMounts = {
  readonly mounts: readonly Mount[];
  /** Those that another container brought: used as they are. */
  readonly borrowed: ReadonlySet<Mount>;
  readonly refusal?: Rejection;
};

/** `--volumes-from`, then `-v`, then `--mount`, then the volumes of the config, which yield to all others. */
export const resolveMounts = (
  world: World,
  config: ContainerConfig,
  hostConfig: HostConfig,
  sources: Sources,
  entropy: Entropy,
): ResolvedMounts => {
  const mounts = new Map<string, Mount>();
  const asked = new Set(Object.keys(hostConfig.Tmpfs ?? {}));
  const freshName = (destination: string): string => randomHex(entropy, `volume ${destination}`);
  const taken = new Set<Mount>();
  const stop = (refusal: Rejection): ResolvedMounts => ({ mounts: [...mounts.values()], borrowed: taken, refusal });
  for (const other of hostConfig.VolumesFrom ?? []) {
    const borrowed = borrow(world, other);
    // What is asked for is wrong, not what it is asked of (measured, docs/facts.md).
    if ('code' in borrowed) return stop({ ...borrowed, status: 400 });
    for (const mount of borrowed.mounts) {
      mounts.set(mount.destination, mount);
      taken.add(mount);
    }
  }
  for (const spec of hostConfig.Binds ?? []) {
    const mount = fromBind(spec, sources, freshName);
    if ('code' in mount) return stop(mount);
    if (asked.has(mount.destination)) return stop(duplicateMountPoint(mount.destination));
    asked.add(mount.destination);
    mounts.set(mount.destination, mount);
  }
  for (const request of hostConfig.Mounts ?? []) {
    const mount = fromRequest(request, sources, freshName);
    if ('code' in mount) return stop(mount);
    if (asked.has(mount.destination)) return stop(duplicateMountPoint(request.Target));
    asked.add(mount.destination);
    mounts.set(mount.destination, mount);
  }
  const tmpfs = new Map<string, Mount>();
  for (const [path, options] of Object.entries(hostConfig.Tmpfs ?? {}))
    tmpfs.set(cleaned(path), { type: 'tmpfs', destination: cleaned(path), rw: true, options });
  for (const path of Object.keys(config.Volumes ?? {}).sort()) {
    const destination = cleaned(path);
    if (!mounts.has(destination) && !tmpfs.has(destination))
      mounts.set(destination, { ...anonymous(destination, freshName(destination)), fromConfig: true });
  }
  // A borrowed volume stays a mount point below the tmpfs that hides it (measured, docs/facts.md).
  return { mounts: [...mounts.values(), ...tmpfs.values()], borrowed: taken };
};

const anonymous = (destination: string, name: string): Mount => ({
  type: 'volume',
  name,
  anonymous: true,
  destination,
  rw: true,
});

/** Go's `filepath.Clean` for an absolute path. */
export const cleaned = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
};

/** What is wrong with the place that a mount shall have. */
export const targetFlaw = (target: string): string | undefined => {
  if (target === '') return 'field Target must not be empty';
  if (!target.startsWith('/')) return noAbsolutePath(target);
  return cleaned(target) === '/' ? "invalid specification: destination can't be '/'" : undefined;
};

export const noAbsolutePath = (path: string): string => `invalid mount path: '${path}' mount path must be absolute`;

/** Of each kind a mode may have one word at most (measured, docs/facts.md). */
const kinds = [
  ['ro', 'rw'],
  ['z', 'Z'],
  ['nocopy'],
  ['consistent', 'cached', 'delegated'],
  ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'],
] as const;

const wordsOf = (mode = ''): readonly string[] => (mode === '' ? [] : mode.split(','));

const isMode = (words: readonly string[]): boolean => {
  const found = words.map((word) => kinds.findIndex((kind) => (kind as readonly string[]).includes(word)));
  return !found.includes(-1) && new Set(found).size === found.length;
};

/** `-v [source:]destination[:mode]`. A source with a slash in front is a path of the host, else a volume's name. */
const fromBind = (spec: string, sources: Sources, freshName: (of: string) => string): Mount | Rejection => {
  const parts = spec.split(':');
  const [source = '', target = '', mode] = parts.length === 1 ? ['', spec] : parts;
  // A volume without a name has no mode (measured, docs/facts.md).
  const isModeAlone = parts.length === 2 && isMode(wordsOf(target));
  if (spec === '' || parts.length > 3 || isModeAlone || (parts.length > 1 && source === ''))
    return invalidSpecification(spec);
  const flaw = targetFlaw(target);
  if (flaw !== undefined) return invalidDestination(spec, source.startsWith('/') ? 'bind' : 'volume', flaw);
  const words = wordsOf(mode);
  if (!isMode(words)) return invalidMountMode(mode ?? '');
  const isBind = source.startsWith('/');
  const propagated = words.find((word) => (kinds[4] as readonly string[]).includes(word));
  if (isBind && words.includes('nocopy')) return fieldOfAnotherMount(spec, 'bind');
  if (!isBind && propagated !== undefined) return fieldOfAnotherMount(spec, 'volume');
  const destination = cleaned(target);
  const rw = !words.includes('ro');
  const common = { destination, rw, ...(mode && { mode }) };
  if (source === '') return { ...anonymous(destination, freshName(destination)), ...common, mode: 'z' };
  if (!isBind) return isVolumeName(source) ? { type: 'volume', name: source, ...common } : invalidVolumeName(source);
  return {
    type: 'bind',
    source: cleaned(source),
    propagation: propagated ?? 'rprivate',
    ...common,
    ...(sources[source] === 'file' && { file: true as const }),
  };
};

const fromRequest = (request: MountRequest, sources: Sources, freshName: (of: string) => string): Mount | Rejection => {
  const { Type, Source = '', Target, ReadOnly } = request;
  const destination = cleaned(Target);
  const common = { destination, rw: ReadOnly !== true };
  switch (Type) {
    case 'bind':
      return {
        type: 'bind',
        source: cleaned(Source),
        propagation: 'rprivate',
        ...common,
        ...(sources[Source] === 'file' && { file: true as const }),
      };
    case 'tmpfs':
      return { type: 'tmpfs', ...common };
    default:
      if (Source === '') return { ...anonymous(destination, freshName(destination)), ...common, mode: 'z' };
      return isVolumeName(Source) ? { type: 'volume', name: Source, ...common, mode: 'z' } : invalidVolumeName(Source);
  }
};

/** The mount points of another container; what was anonymous there belongs to both. */
const borrow = (world: World, spec: string): { readonly mounts: readonly Mount[] } | Rejection => {
  const at = spec.indexOf(':');
  const [reference, mode] = at < 0 ? [spec] : [spec.slice(0, at), spec.slice(at + 1)];
  // Not the status that a mode of `-v` has (measured, docs/facts.md).
  const words = wordsOf(mode);
  if (mode !== undefined && (!isMode(words) || words.includes('nocopy')))
    return { ...invalidMountMode(mode), status: 400 };
  if (reference === '') return emptyReference();
  const container = findContainer(world, reference);
  if (isRejection(container)) return container;
  const mounts = container.mounts.filter(({ type }) => type !== 'tmpfs');
  // The mode that somebody typed stays with the lender (measured).
  return {
    mounts: mounts.map((mount) => ({
      ...mount,
      ...(mount.name !== undefined && { borrowed: true as const }),
      mode: '',
      rw: mount.rw && !words.includes('ro'),
    })),
  };
};
