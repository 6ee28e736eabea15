import type { CacheId, ChainId, ContainerId } from '../../kernel/brand.ts';
import { type Cases, evolveBy } from '../../kernel/cases.ts';
import type { Happened } from '../../kernel/event.ts';
import type { Tree, TreeChange } from '../../overlay/inode.ts';
import { applyChanges, emptyTree } from '../../overlay/tree.ts';
import { TreeDraft } from '../../overlay/tree-draft.ts';

/** A container's writable layer: its upper directory and where it stands under `overlay2/` (laws W1 to W4). */
export type WriteLayer = {
  readonly container: ContainerId;
  readonly mountId: CacheId;
  /** 26 characters under `overlay2/l/`; of the upper and of the init layer. */
  readonly link: string;
  readonly initLink: string;
  /** The image's top layer; absent for an image without layers. */
  readonly parent?: ChainId;
  /** The init layer: placeholders that Docker mounts over. Lower number one (law W10). */
  readonly init: Tree;
  readonly upper: Tree;
  /** `merged/` exists and is mounted (law W9). */
  readonly mounted: boolean;
  /** The overlay was mounted at least once since create: `work/work` exists. */
  readonly everMounted: boolean;
};

type Of<Type extends string, Payload = unknown> = Happened<'write-layer', ContainerId, Type, Payload>;

export type WriteLayerEvent =
  | Of<
      'WriteLayerCreated',
      {
        readonly mountId: CacheId;
        readonly link: string;
        readonly initLink: string;
        readonly parent?: ChainId;
        readonly init: readonly TreeChange[];
      }
    >
  | Of<'MergedMounted'>
  | Of<'MergedUnmounted'>
  /** A process, or the engine on its behalf, changed the upper directory. `operation` is the system call, or cp. */
  | Of<
      'UpperChanged',
      { readonly operation: Operation; readonly path: string; readonly changes: readonly TreeChange[] }
    >
  | Of<'WriteLayerDiscarded'>;

export type Operation =
  | 'create'
  | 'write'
  | 'append'
  | 'truncate'
  | 'unlink'
  | 'rmdir'
  | 'mkdir'
  | 'rename'
  | 'link'
  | 'symlink'
  | 'mknod'
  | 'chmod'
  | 'chown'
  | 'utime'
  | 'setxattr'
  | 'removexattr'
  /** Mount points and the working directory that the engine makes. */
  | 'prepare'
  | 'extract';

const cases: Cases<WriteLayer | undefined, WriteLayerEvent> = {
  WriteLayerCreated: (_, it) => ({
    container: it.id,
    mountId: it.mountId,
    link: it.link,
    initLink: it.initLink,
    ...(it.parent !== undefined && { parent: it.parent }),
    init: applyChanges(emptyTree(), it.init),
    // The driver makes the directory now; the container's / has its time.
    upper: emptyTree(it.at),
    mounted: false,
    everMounted: false,
  }),
  MergedMounted: (it) => it && { ...it, mounted: true, everMounted: true },
  MergedUnmounted: (it) => it && { ...it, mounted: false },
  UpperChanged: (it, { changes }) => it && { ...it, upper: applyChanges(it.upper, changes) },
  WriteLayerDiscarded: () => undefined,
};

export const evolveWriteLayer = evolveBy(cases);

/** The same for many events of one layer, when nobody looks in between: upper is written once. */
export const foldWriteLayer = (
  before: WriteLayer | undefined,
  events: readonly WriteLayerEvent[],
): WriteLayer | undefined => {
  let [it, upper]: [WriteLayer | undefined, TreeDraft | undefined] = [before, undefined];
  for (const event of events) {
    if (event.type === 'UpperChanged' && it) {
      upper ??= new TreeDraft(it.upper);
      upper.apply(event.changes);
    } else {
      it = evolveWriteLayer(withUpper(it, upper), event);
      upper = undefined;
    }
  }
  return withUpper(it, upper);
};

const withUpper = (it: WriteLayer | undefined, upper: TreeDraft | undefined): WriteLayer | undefined =>
  it && upper ? { ...it, upper: upper.tree() } : it;
