export type { Context } from './core/commands/context.ts';
export { type Command, decide } from './core/decide.ts';
export { type Event, streamOf } from './core/event.ts';
export type { Indexes } from './core/indexes.ts';
export * from './core/kernel/brand.ts';
export { accept, type Decision, fail, type Rejection, reject } from './core/kernel/decision.ts';
export {
  chainIdOf,
  chainIdsOf,
  digestOf,
  hexOf,
  imageIdOf,
  isDigest,
  sha256Hex,
  shortId,
} from './core/kernel/digest.ts';
export type { Contents, Entropy } from './core/kernel/entropy.ts';
export { Impossible, known } from './core/kernel/impossible.ts';
export { instant, later, millisOf, parseInstant, rfc3339Nano, secondsOf } from './core/kernel/instant.ts';
export { hasMember, type Multimap, membersOf } from './core/kernel/multimap.ts';
export { PersistentMap } from './core/kernel/persistent-map.ts';
export { unionOf } from './core/mounts/union-of.ts';
export * from './core/overlay/index.ts';
export { indexesOf } from './core/recompute-indexes.ts';
export { GroupedReplay, Misfit, replay, replayGrouped } from './core/replay.ts';
export { same as sameValue, sameWorld } from './core/same-world.ts';
export { stateOf, worldFrom } from './core/snapshot.ts';
export * from './core/streams/container/config.ts';
export * from './core/streams/container/container.ts';
export * from './core/streams/host/host.ts';
export { profiles } from './core/streams/host/profile.ts';
export type { Image, ImageConfig } from './core/streams/image/image.ts';
export type { Layer, LayerEntry } from './core/streams/layer/layer.ts';
export type { Volume } from './core/streams/volume/volume.ts';
export type { WriteLayer } from './core/streams/write-layer/write-layer.ts';
export { upcast, versionOf } from './core/upcast/upcast.ts';
export { emptyWorld, evolve, evolveAll, type World } from './core/world.ts';
export { embeddedRegistry } from './registry/embedded.ts';
export { fetchImage, pullCommand } from './registry/fetch-image.ts';
export type { Registry } from './registry/registry.ts';
export { containerDirectory } from './views/container-paths.ts';
export { type DataRoot, dataRoot, dataRootPath, type PathNode } from './views/data-root.ts';
export { diff as diffOf } from './views/diff.ts';
export { type DockerEvent, dockerEvent, dockerEvents } from './views/docker-events.ts';
export { history } from './views/history.ts';
export { containerPathsOf, type HostPath, hostPathOf, type Inside } from './views/host-path.ts';
export { images } from './views/images.ts';
export { inspectContainer } from './views/inspect.ts';
export { inspectImage } from './views/inspect-image.ts';
export { type LayerRow, layers } from './views/layers.ts';
export { lowerLinks, mountOptions } from './views/mounts.ts';
export { containerView, hostTree } from './views/processes.ts';
export { type PsRow, ps } from './views/ps.ts';
export { type Difference, stateDiff } from './views/state-diff.ts';
export { top } from './views/top.ts';
export { type TreeRow, tree, unionOfImage } from './views/tree.ts';
export { inspectVolume, volumes } from './views/volumes.ts';
