import { releaseLayers } from '../images/release-layers.ts';
import type { ContainerId, Instant } from '../kernel/brand.ts';
import type { Rejection } from '../kernel/decision.ts';
import { undeletable } from '../streams/container/rejections.ts';
import { ofContainer, type Story } from './story.ts';
import { removeAnonymousVolumes } from './volumes-of.ts';

/**
 * A container without a process goes: first its layer, then its directory, then its record. If the directory can not be
 * deleted the layer is gone already and the container stays as dead (measured, docs/facts.md).
 */
export const discard = (story: Story, id: ContainerId, at: Instant, withVolumes: boolean): Rejection | undefined => {
  const container = story.container(id);
  if (container.state.status !== 'dead') story.tell(ofContainer(id, at, 'RemovalStarted', {}));
  const layer = story.world.writeLayers.get(id);
  if (layer) {
    story.tell({ stream: 'write-layer', id, type: 'WriteLayerDiscarded', at });
    story.tellAll(releaseLayers(story.world, layer.parent, at));
  }
  if (container.directoryHeld) {
    const refusal = undeletable(id);
    story.tell(ofContainer(id, at, 'RemovalFailed', { error: refusal.message }));
    return refusal;
  }
  if (withVolumes) removeAnonymousVolumes(story, container, at);
  story.tell(ofContainer(id, at, 'ContainerRemoved', {}));
  return undefined;
};

/** `--rm`: what has ended for good is removed with its anonymous volumes. */
export const autoRemove = (story: Story, id: ContainerId, at: Instant): void => {
  const container = story.world.containers.get(id);
  if (container?.hostConfig.AutoRemove && container.state.status === 'exited') discard(story, id, at, true);
};
