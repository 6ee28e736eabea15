import type { ContainerId, Instant } from '../kernel/brand.ts';
import { epoch } from '../kernel/instant.ts';
import { type InodeData, rootIno, type Tree } from '../overlay/inode.ts';
import { applyChanges, emptyTree } from '../overlay/tree.ts';
import type { Container } from '../streams/container/container.ts';
import type { World } from '../world.ts';

/** Where every container has a tmpfs that nobody asked for, unless its IPC namespace is the host's or none. */
export const sharedMemory = '/dev/shm';

/** A tmpfs as a container sees it: whose it is, and what lies in it. */
export type Tmpfs = { readonly owner: ContainerId; readonly tree: Tree };

/** A tmpfs that a container asked for; what nobody has told of yet is empty. */
export const tmpfsAt = (container: Container, destination: string): Tmpfs => ({
  owner: container.id,
  tree: container.tmpfs?.get(destination) ?? emptyTmpfs(container),
});

/** `/dev/shm`, shared with the container whose IPC namespace it joined; nothing where the host's is mounted, or none. */
export const sharedMemoryOf = (world: World, container: Container): Tmpfs | undefined => {
  const mode = container.hostConfig.IpcMode ?? '';
  if (mode === 'host' || mode === 'none') return undefined;
  if (!mode.startsWith('container:')) return tmpfsAt(container, sharedMemory);
  const donor = world.containers.get(mode.slice('container:'.length) as ContainerId);
  return donor && 'pid' in donor.state ? tmpfsAt(donor, sharedMemory) : undefined;
};

/** The root of a tmpfs: everybody's and sticky, where nothing else is asked for (measured, docs/facts.md). */
export const rootOfTmpfs = (
  mtime: Instant,
  asked: { readonly mode?: number; readonly uid?: number; readonly gid?: number },
): InodeData => ({
  kind: 'directory',
  mode: 0o1777,
  uid: 0,
  gid: 0,
  ...asked,
  mtime,
});

const emptyTmpfs = ({ state }: Container): Tree => {
  const mountedAt = ('startedAt' in state ? state.startedAt : undefined) ?? epoch;
  return applyChanges(emptyTree(), [{ set: rootIno, node: rootOfTmpfs(mountedAt, {}) }]);
};

/** What was asked for of a tmpfs: `--tmpfs /run:mode=700,uid=3,exec`, `--mount type=tmpfs,tmpfs-mode=700`. */
export type TmpfsOptions = {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly isReadOnly: boolean;
  /** Programs in it may be executed. */
  readonly isExec: boolean;
};

export const tmpfsOptions = ({ hostConfig, mounts }: Container, destination: string): TmpfsOptions => {
  const { options = '', rw = true } = mounts.findLast((it) => it.destination === destination) ?? {};
  const words = options.split(',');
  const asked = hostConfig.Mounts?.find(({ Target }) => Target === destination)?.TmpfsOptions?.Mode;
  const mode = numberOf(words, 'mode', 8) ?? asked;
  const [uid, gid] = [numberOf(words, 'uid', 10), numberOf(words, 'gid', 10)];
  return {
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    isReadOnly: !rw || words.includes('ro'),
    isExec: words.lastIndexOf('exec') > words.lastIndexOf('noexec'),
  };
};

const numberOf = (words: readonly string[], name: string, base: number): number | undefined => {
  const text = words.findLast((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number.parseInt(text, base);
};
