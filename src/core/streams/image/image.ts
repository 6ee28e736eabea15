import type { DiffId, ImageId, Instant } from '../../kernel/brand.ts';
import type { Happened } from '../../kernel/event.ts';
import type { ContainerConfig } from '../container/config.ts';

/** One row of an image's history, oldest first in the config. */
export type HistoryRow = {
  readonly created?: string;
  readonly created_by?: string;
  readonly author?: string;
  readonly comment?: string;
  readonly empty_layer?: true;
};

/** What the config's JSON says, parsed once. The bytes stay the truth. */
export type ImageConfig = {
  readonly architecture: string;
  readonly os: string;
  readonly created?: string;
  readonly author?: string;
  /** Only of imported images; a commit's comment is in its history row. */
  readonly comment?: string;
  readonly docker_version?: string;
  readonly container?: string;
  readonly config?: ContainerConfig;
  readonly container_config?: ContainerConfig;
  /** Of the processor, `v7`; absent on amd64. */
  readonly variant?: string;
  readonly osVersion?: string;
  readonly osFeatures?: readonly string[];
  readonly history: readonly HistoryRow[];
  readonly diffIds: readonly DiffId[];
};

export type Image = {
  readonly id: ImageId;
  /** The exact text whose sha256 is the id (law I1). */
  readonly bytes: string;
  readonly config: ImageConfig;
  /** Only images that this engine built, committed, or loaded together with their parent have one. */
  readonly parent?: ImageId;
  readonly lastTagged?: Instant;
  readonly storedAt: Instant;
};

export type ImageEvent =
  | Happened<
      'image',
      ImageId,
      'ImageStored',
      { readonly bytes: string; readonly config: ImageConfig; readonly parent?: ImageId; readonly origin: Origin }
    >
  | Happened<'image', ImageId, 'ImageParentSet', { readonly parent: ImageId }>
  | Happened<'image', ImageId, 'ImageLastTagged'>
  | Happened<'image', ImageId, 'ImageSaved', { readonly name: string }>
  /** Docker's own `load`, `import` and `pull` events: they name the image or the reference, and change nothing. */
  | Happened<'image', ImageId, 'ImageAnnounced', { readonly action: 'load' | 'import'; readonly name: string }>
  | Happened<'image', ImageId, 'ImageRemoved'>;

/** How an image came here. */
export type Origin = 'pull' | 'load' | 'import' | 'commit' | 'build';
