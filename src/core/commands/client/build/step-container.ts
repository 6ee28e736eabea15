import type { BuildState } from '../../../images/build/build-state.ts';
import { childConfig } from '../../../images/child-image.ts';
import { blobsOf, depthFlaw, layerOfUpper, registerLayer, storeImage } from '../../../images/store-image.ts';
import type { ContainerId, ImageId } from '../../../kernel/brand.ts';
import type { Blobs, Rejection } from '../../../kernel/decision.ts';
import { known } from '../../../kernel/impossible.ts';
import type { Story } from '../../../lifecycle/story.ts';
import type { ContainerConfig } from '../../../streams/container/config.ts';
import type { Context } from '../../context.ts';
import { type CreateAnswer, createContainer } from '../create-container.ts';
import { removeContainer } from '../remove-container.ts';

/** A step's container: made from the image of the step before, like any other. */
export const createStep = (
  story: Story,
  state: BuildState,
  config: ContainerConfig,
  context: Context,
): ContainerId | Rejection => {
  const { Image: _, ...rest } = config;
  const own = state.image === undefined ? rest : { ...rest, Image: state.image };
  const command = { issuer: 'client', type: 'CreateContainer', config: own, hostConfig: {} } as const;
  const decision = createContainer(story.world, command, context);
  story.tellAll(decision.events);
  return decision.accepted ? (decision.answer as CreateAnswer).id : decision.rejection;
};

export type CommittedStep = { readonly image: ImageId; readonly blobs: Blobs };

/** What a step's container wrote becomes the step's image. The builder's commits tell no event of their own. */
export const commitStep = (
  story: Story,
  state: BuildState,
  id: ContainerId,
  containerConfig: ContainerConfig,
  { contents, entropy }: Context,
): CommittedStep | Rejection => {
  const parent = state.image === undefined ? undefined : story.world.images.get(state.image);
  const flaw = depthFlaw(parent);
  if (flaw) return flaw;
  const layer = layerOfUpper(known(story.world.writeLayers.get(id), 'write layer').upper, contents);
  if ('code' in layer) return layer;
  const config = childConfig(parent, {
    config: state.config,
    containerConfig,
    container: id,
    diffId: registerLayer(story, parent, layer.content, entropy),
    ...(state.maintainer !== undefined && { author: state.maintainer }),
    at: entropy.now,
  });
  return { image: storeImage(story, config, 'build', entropy, parent?.id), blobs: blobsOf(layer) };
};

/** `--rm`, the default: the step's container and its anonymous volumes go. */
export const discardStep = (story: Story, container: ContainerId, context: Context): void => {
  const command = { issuer: 'client', type: 'RemoveContainer', container, volumes: true } as const;
  story.tellAll(removeContainer(story.world, command, context).events);
};
