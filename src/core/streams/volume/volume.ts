import type { ContainerId, Instant, VolumeName } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import type { Happened } from '../../kernel/event.ts';
import { PersistentMap } from '../../kernel/persistent-map.ts';
import type { Tree, TreeChange } from '../../overlay/inode.ts';
import { applyChanges, emptyTree } from '../../overlay/tree.ts';
import type { Operation } from '../write-layer/write-layer.ts';

/** A named or anonymous volume of the local driver; its content outlives every container (law W4). */
export type Volume = {
  readonly name: VolumeName;
  readonly driver: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, string>>;
  readonly anonymous: boolean;
  readonly createdAt: Instant;
  /** What `_data` holds. */
  readonly content: Tree;
  /** Containers that have it mounted now. */
  readonly mountedBy: PersistentMap<ContainerId, true>;
};

type Of<Type extends string, Payload = unknown> = Happened<'volume', VolumeName, Type, Payload>;

export type VolumeEvent =
  | Of<
      'VolumeCreated',
      {
        readonly driver: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly options?: Readonly<Record<string, string>>;
        readonly anonymous: boolean;
      }
    >
  /** Somebody asked for it once more: nothing happens, but the engine tells of a creation every time. */
  | Of<'VolumeCreatedAgain'>
  | Of<'VolumeMounted', { readonly container: ContainerId; readonly destination: string; readonly rw: boolean }>
  /** `stays`: a cp's own mount ends, the running container's goes on. */
  | Of<'VolumeUnmounted', { readonly container: ContainerId; readonly stays?: true }>
  | Of<
      'VolumeChanged',
      { readonly operation: Operation | 'populate'; readonly path: string; readonly changes: readonly TreeChange[] }
    >
  /** `pruned`: the engine tells of the prune, and of no single volume. */
  | Of<'VolumeRemoved', { readonly pruned?: true }>;

const cases: Cases<Volume | undefined, VolumeEvent> = {
  VolumeCreated: (_, it) => ({
    name: it.id,
    driver: it.driver,
    ...(it.labels && { labels: it.labels }),
    ...(it.options && { options: it.options }),
    anonymous: it.anonymous,
    createdAt: it.at,
    content: emptyTree(),
    mountedBy: PersistentMap.empty(),
  }),
  VolumeCreatedAgain: (it) => it,
  VolumeMounted: (it, { container }) => it && { ...it, mountedBy: it.mountedBy.set(container, true) },
  VolumeUnmounted: (it, { container, stays }) =>
    it && (stays ? it : { ...it, mountedBy: it.mountedBy.delete(container) }),
  VolumeChanged: (it, { changes }) => it && { ...it, content: applyChanges(it.content, changes) },
  VolumeRemoved: () => undefined,
};

export const evolveVolume = evolveBy(cases);
