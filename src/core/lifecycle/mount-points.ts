import type { Instant, VolumeName } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { mergedOf } from '../mounts/merged.ts';
import { unionOf } from '../mounts/union-of.ts';
import {
  applyChanges,
  type Context,
  createFile,
  mkdir,
  resolve,
  root,
  type TreeChange,
  type Union,
} from '../overlay/index.ts';
import { hasInit, type Mount } from '../streams/container/config.ts';
import type { Container } from '../streams/container/container.ts';
import { workingDirIsNoDirectory } from '../streams/container/create-rejections.ts';
import { mountKindDiffers, pathUnderFile, tooManyLinks } from '../streams/container/start-rejections.ts';
import type { Story } from './story.ts';

/** The engine acts as root, without a umask, and writes nothing but empty files. */
export const engineAt = (now: Instant): Context => ({
  ...root,
  now,
  umask: 0,
  contents: () => undefined,
  put: () => emptyContent,
});

const emptyContent = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' as ReturnType<
  Context['put']
>;

/** Files and directories that the engine makes in a write layer before a process sees it. */
export type Preparation = { readonly union: Union; readonly changes: readonly TreeChange[] };

/** Makes the missing directories of a path, 0755 and root's. */
export const makeDirectories = (before: Preparation, path: string, ctx: Context): Preparation => {
  let now = before;
  const parts = path.split('/').filter((part) => part !== '');
  for (let depth = 1; depth <= parts.length; depth++)
    now = after(now, mkdir(now.union, `/${parts.slice(0, depth).join('/')}`, ctx, 0o755));
  return now;
};

export const after = (before: Preparation, outcome: { readonly changes?: readonly TreeChange[] }): Preparation => {
  const { changes = [] } = outcome;
  if (changes.length === 0) return before;
  const { lower, upper } = before.union;
  return { union: { lower, upper: applyChanges(upper, changes) }, changes: [...before.changes, ...changes] };
};

/** The working directory is made at create (measured, docs/facts.md); a file there is in the way. */
export const prepareWorkingDir = (story: Story, container: Container, at: Instant): Rejection | undefined => {
  const { WorkingDir } = container.config;
  const union = WorkingDir === undefined || WorkingDir === '' ? undefined : unionOf(story.world, container.id);
  if (!union || WorkingDir === undefined) return undefined;
  const made = makeDirectories({ union, changes: [] }, WorkingDir, engineAt(at));
  const there = resolve(made.union, WorkingDir, root, true);
  if (typeof there === 'string' || there.inode.kind !== 'directory')
    return workingDirTrouble(made.union, WorkingDir, mergedOf(story.world, container.id));
  tellPrepared(story, container, WorkingDir, made, at);
  return undefined;
};

/** The engine follows the path through the mount, one name after the other. */
const workingDirTrouble = (union: Union, path: string, merged: string): Rejection => {
  const names = path.split('/').filter((name) => name !== '');
  const prefixes = names.map((_, at) => `/${names.slice(0, at + 1).join('/')}`);
  const blocked = prefixes.find((prefix) => ['ELOOP', 'ENOTDIR'].includes(String(resolve(union, prefix, root, true))));
  if (blocked === undefined) return workingDirIsNoDirectory(path);
  return resolve(union, blocked, root, true) === 'ELOOP'
    ? tooManyLinks(`${merged}/${names.join('/')}`)
    : pathUnderFile(`${merged}${blocked}`);
};

/** Mount points that are missing are made by the runtime at start, in the write layer, and stay there. */
export const prepareMountPoints = (
  story: Story,
  container: Container,
  at: Instant,
  points: readonly Point[] = mountsOf(container),
): Rejection | undefined => {
  for (const mount of points) {
    const above = deepestAbove(container, mount);
    if (above) {
      prepareInVolume(story, mount, above, at);
      continue;
    }
    const union = unionOf(story.world, container.id);
    if (!union) continue;
    const there = resolve(union, mount.destination, root, true);
    if (typeof there !== 'string') {
      const isFile = there.inode.kind !== 'directory';
      if (isFile !== (mount.file === true))
        return mountKindDiffers(sourceOf(mount), mount.destination, mount.type === 'tmpfs' ? '0xe' : '0x5000');
      continue;
    }
    tellPrepared(story, container, mount.destination, mountPointFor(mount, union, at), at);
  }
  return undefined;
};

/** `--init`: the engine's docker-init is bound in, so a file stands there ever after (measured, docs/facts.md). */
const dockerInit = {
  type: 'bind',
  source: '/usr/bin/docker-init',
  destination: '/sbin/docker-init',
  file: true,
} as const;

const sourceOf = ({ source, name, type }: Point): string =>
  source ?? (name === undefined ? type : `/var/lib/docker/volumes/${name}/_data`);

type Point = Pick<Mount, 'type' | 'source' | 'name' | 'destination' | 'file'>;

const mountsOf = ({ mounts, hostConfig }: Container): readonly Point[] =>
  hasInit(hostConfig) ? [...mounts, dockerInit] : mounts;

const isUnder = (mount: Point, other: Point): boolean => mount.destination.startsWith(`${other.destination}/`);

/** The mount that another one lies in. */
const deepestAbove = ({ mounts }: Container, mount: Point): Mount | undefined =>
  mounts
    .filter((other) => isUnder(mount, other))
    .reduce<Mount | undefined>(
      (best, other) => (best && best.destination.length > other.destination.length ? best : other),
      undefined,
    );

/** Below a volume the mount point is made in the volume, and stays there. */
const prepareInVolume = (story: Story, mount: Point, { name, destination }: Mount, at: Instant): void => {
  const volume = story.world.volumes.get(name as VolumeName);
  if (!volume) return;
  const inside = mount.destination.slice(destination.length);
  const union = { lower: undefined, upper: volume.content };
  if (typeof resolve(union, inside, root, true) !== 'string') return;
  const { changes } = mountPointFor({ ...mount, destination: inside }, union, at);
  if (changes.length > 0)
    story.tell({
      stream: 'volume',
      id: volume.name,
      type: 'VolumeChanged',
      at,
      operation: 'prepare',
      path: inside,
      changes,
    });
};

const mountPointFor = ({ destination, file }: Point, union: Union, at: Instant): Preparation => {
  const ctx = engineAt(at);
  const parent = destination.slice(0, destination.lastIndexOf('/'));
  const above = makeDirectories({ union, changes: [] }, file ? parent : destination, ctx);
  return file ? after(above, createFile(above.union, destination, new Uint8Array(), ctx, 0o755)) : above;
};

const tellPrepared = (story: Story, { id }: Container, path: string, made: Preparation, at: Instant): void => {
  if (made.changes.length === 0) return;
  story.tell({
    stream: 'write-layer',
    id,
    type: 'UpperChanged',
    at,
    operation: 'prepare',
    path,
    changes: made.changes,
  });
};
