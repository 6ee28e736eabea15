import type { DiffId, Instant } from '../kernel/brand.ts';
import { rfc3339Nano } from '../kernel/instant.ts';
import type { ContainerConfig } from '../streams/container/config.ts';
import type { HistoryRow, Image, ImageConfig } from '../streams/image/image.ts';

/** What the engine writes into every config that it makes. */
export const dockerVersion = '20.10.24+dfsg1';

/** 1,024 zero bytes: the only layer that counts as none (measured, docs/facts.md). */
export const emptyLayer = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef' as DiffId;

/** What one commit or build step adds to its parent. */
export type Child = {
  readonly config: ContainerConfig;
  readonly containerConfig: ContainerConfig;
  /** Absent for COPY and ADD: they run in no container. */
  readonly container?: string;
  readonly diffId: DiffId;
  readonly author?: string;
  readonly comment?: string;
  readonly at: Instant;
};

/** The parent's layers and history with one row more, and one layer more unless it is the empty one (law C1). */
export const childConfig = (parent: Image | undefined, child: Child): ImageConfig => {
  const { config, containerConfig, container, diffId, author, at } = child;
  const base = parent?.config;
  const created = rfc3339Nano(at);
  return {
    architecture: base?.architecture || 'amd64',
    ...(base?.variant !== undefined && { variant: base.variant }),
    os: 'linux',
    ...(base?.osVersion !== undefined && { osVersion: base.osVersion }),
    ...(base?.osFeatures !== undefined && { osFeatures: base.osFeatures }),
    created,
    ...(author && { author }),
    docker_version: dockerVersion,
    ...(container !== undefined && { container }),
    config,
    container_config: containerConfig,
    history: [...(base?.history ?? []), rowOf(child, created)],
    diffIds: [...(base?.diffIds ?? []), ...(diffId === emptyLayer ? [] : [diffId])],
  };
};

/** `created_by` is the command alone; the entrypoint does not show (measured, docs/facts.md). */
const rowOf = ({ author, comment, containerConfig, diffId }: Child, created: string): HistoryRow => {
  const createdBy = (containerConfig.Cmd ?? []).join(' ');
  return {
    created,
    ...(author && { author }),
    ...(createdBy && { created_by: createdBy }),
    ...(comment && { comment }),
    ...(diffId === emptyLayer && { empty_layer: true as const }),
  };
};
