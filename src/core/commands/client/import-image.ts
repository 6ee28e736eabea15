import { applyChanges } from '../../images/apply-changes.ts';
import { dockerVersion } from '../../images/child-image.ts';
import { isFlaw, type Named, parseName, withTag } from '../../images/reference.ts';
import { storeImage } from '../../images/store-image.ts';
import { tagEvents } from '../../images/tag-image.ts';
import type { ImageId } from '../../kernel/brand.ts';
import { accept, type Rejection, reject } from '../../kernel/decision.ts';
import { rfc3339Nano } from '../../kernel/instant.ts';
import type { LayerContent } from '../../layers/entry.ts';
import { Story } from '../../lifecycle/story.ts';
import type { ImageConfig } from '../../streams/image/image.ts';
import { registerStack } from '../../streams/layer/register-stack.ts';
import { importWithDigest, invalidReference } from '../../streams/reference/rejections.ts';
import type { Verb } from '../verbs.ts';

export type ImportImage = {
  readonly issuer: 'client';
  readonly type: 'ImportImage';
  /** What the flat tar unpacks to; every byte of it counts for the diff id, padding too. */
  readonly layer: LayerContent;
  /** Where it came from, `-` for standard input. */
  readonly source?: string;
  readonly message?: string;
  readonly changes?: readonly string[];
  readonly repo?: string;
  readonly tag?: string;
};

/** `docker import` makes an image of one layer and one history row of a flat file system. It has no parent. */
export const importImage: Verb<ImportImage, { readonly image: ImageId }> = (world, command, { entropy }) => {
  const target = targetOf(command);
  if (target && 'code' in target) return reject(target);
  const changed = applyChanges({}, command.changes);
  if ('rejection' in changed) return reject(changed.rejection);
  const story = new Story(world);
  // Even the empty layer, which a commit would not add (measured, docs/facts/images-and-layers.md).
  story.tellAll(registerStack(world.layers, [command.layer], entropy));
  const created = rfc3339Nano(entropy.now);
  const comment = command.message || `Imported from ${command.source ?? '-'}`;
  const config: ImageConfig = {
    architecture: 'amd64',
    os: 'linux',
    created,
    comment,
    docker_version: dockerVersion,
    config: changed.config,
    container_config: {},
    history: [{ created, comment }],
    diffIds: [command.layer.diffId],
  };
  const image = storeImage(story, config, 'import', entropy);
  if (target) story.tellAll(tagEvents(image, target, entropy.now));
  story.tell({ stream: 'image', id: image, type: 'ImageAnnounced', at: entropy.now, action: 'import', name: image });
  return accept(story.events, { image });
};

/** Checked before the tar is read; the engine answers 400 here, not 500 as for a tag. */
const targetOf = ({ repo, tag }: ImportImage): Named | Rejection | undefined => {
  if (repo === undefined || repo === '') return undefined;
  const parsed = parseName(repo);
  if (!isFlaw(parsed) && parsed.digest !== undefined) return importWithDigest();
  const named = isFlaw(parsed) || tag === undefined || tag === '' ? parsed : withTag(parsed, tag);
  return isFlaw(named) ? invalidReference(named.flaw, 400) : named;
};
