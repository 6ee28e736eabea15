import { applyChanges } from '../../images/apply-changes.ts';
import { childConfig } from '../../images/child-image.ts';
import { mergeConfig } from '../../images/merge-config.ts';
import { familiar, type Named } from '../../images/reference.ts';
import { blobsOf, depthFlaw, layerOfUpper, registerLayer, storeImage } from '../../images/store-image.ts';
import { tagEvents, tagTarget } from '../../images/tag-image.ts';
import type { ImageId } from '../../kernel/brand.ts';
import { accept, type Blobs, fail, type Rejection, reject } from '../../kernel/decision.ts';
import { known } from '../../kernel/impossible.ts';
import { findContainer, isRejection } from '../../lifecycle/find-container.ts';
import { ofContainer, Story } from '../../lifecycle/story.ts';
import { freeze, thaw } from '../../processes/freeze.ts';
import type { ContainerConfig } from '../../streams/container/config.ts';
import type { Container } from '../../streams/container/container.ts';
import { containerIsDead, emptyContainerName, imageFileMissing } from '../../streams/image/rejections.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verbs.ts';

export type CommitContainer = {
  readonly issuer: 'client';
  readonly type: 'CommitContainer';
  readonly container: string;
  readonly repo?: string;
  readonly tag?: string;
  readonly comment?: string;
  readonly author?: string;
  /** Freeze a running container meanwhile; the API's default is true. */
  readonly pause?: boolean;
  /** Lines of a Dockerfile that change the config. */
  readonly changes?: readonly string[];
  /** Takes the place of the container's config, which then fills only what is missing. */
  readonly config?: ContainerConfig;
};

/** `docker commit` makes an image of what a container wrote: one history row, and one layer if it wrote anything. */
export const commitContainer: Verb<CommitContainer, { readonly Id: ImageId }> = (world, command, context) => {
  if (command.container === '') return reject(emptyContainerName());
  const container = findContainer(world, command.container);
  if (isRejection(container)) return reject(container);
  const { status } = container.state;
  if (status === 'dead' || status === 'removing') return reject(containerIsDead(container.id, 'commit'));
  const story = new Story(world);
  const pauses = status === 'running' && (command.pause ?? true);
  if (pauses) pause(story, container, context);
  const result = commit(story, container, command, context);
  if (pauses) unpause(story, container, context);
  return 'rejection' in result
    ? fail(result.rejection, story.events)
    : accept(story.events, { Id: result.image }, result.blobs);
};

type Committed = { readonly image: ImageId; readonly blobs: Blobs } | { readonly rejection: Rejection };

const commit = (story: Story, container: Container, command: CommitContainer, context: Context): Committed => {
  const given = isGiven(command.config) ? command.config : container.config;
  const changed = applyChanges(given, command.changes);
  if ('rejection' in changed) return changed;
  const parent = container.image === '' ? undefined : story.world.images.get(container.image);
  if (container.image !== '' && !parent) return { rejection: imageFileMissing(container.image) };
  const flaw = depthFlaw(parent);
  if (flaw) return { rejection: flaw };
  const { upper } = known(story.world.writeLayers.get(container.id), 'write layer');
  const layer = layerOfUpper(upper, context.contents);
  if ('code' in layer) return { rejection: layer };
  const { author, comment } = command;
  const config = childConfig(parent, {
    config: mergeConfig(changed.config, container.config),
    containerConfig: { Labels: {}, ...container.config },
    container: container.id,
    diffId: registerLayer(story, parent, layer.content, context.entropy),
    ...(author !== undefined && { author }),
    ...(comment !== undefined && { comment }),
    at: context.entropy.now,
  });
  const image = storeImage(story, config, 'commit', context.entropy, parent?.id);
  const named = name(story, image, command, context);
  if (named && 'rejection' in named) return named;
  tellCommit(story, container, command, image, named?.named, context);
  return { image, blobs: blobsOf(layer) };
};

/** A body without any field counts as none. */
const isGiven = (config: ContainerConfig | undefined): config is ContainerConfig =>
  config !== undefined && Object.keys(config).length > 0;

/** The image is there before its name is looked at: a bad name leaves it untagged (measured, docs/facts.md). */
const name = (story: Story, image: ImageId, { repo, tag }: CommitContainer, { entropy }: Context) => {
  if (repo === undefined || repo === '') return undefined;
  const target = tagTarget(repo, tag);
  if ('named' in target) story.tellAll(tagEvents(image, target.named, entropy.now));
  return target;
};

const tellCommit = (
  story: Story,
  { id }: Container,
  { comment = '' }: CommitContainer,
  imageID: ImageId,
  named: Named | undefined,
  { entropy }: Context,
): void => {
  const attributes = { comment, imageID, imageRef: named ? familiar(named) : '' };
  story.tell(ofContainer(id, entropy.now, 'ContainerObserved', { action: 'commit', attributes }));
};

const pause = (story: Story, { id }: Container, { entropy: { now } }: Context): void => {
  const { host, events } = freeze(story.world.host, id, now);
  story.hostBecame(host, events);
  story.tell(ofContainer(id, now, 'ContainerPaused', {}));
};

const unpause = (story: Story, { id }: Container, { entropy: { now } }: Context): void => {
  const { host, events } = thaw(story.world.host, id, now);
  story.hostBecame(host, events);
  story.tell(ofContainer(id, now, 'ContainerUnpaused', {}));
};
