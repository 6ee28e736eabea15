import { type DeletedRow, removeImage as remove } from '../../images/remove/remove-image.ts';
import { accept, fail } from '../../kernel/decision.ts';
import { Story } from '../../lifecycle/story.ts';
import type { Verb } from '../verbs.ts';

export type RemoveImage = {
  readonly issuer: 'client';
  readonly type: 'RemoveImage';
  readonly image: string;
  readonly force?: boolean;
  /** Keep untagged parents. */
  readonly noprune?: boolean;
};

/** `docker rmi` takes a name away, and the image with its last name. */
export const removeImage: Verb<RemoveImage, readonly DeletedRow[]> = (world, command, { entropy }) => {
  const story = new Story(world);
  const { image, force = false, noprune = false } = command;
  const result = remove(story, image, { force, prune: !noprune, at: entropy.now });
  return 'code' in result ? fail(result, story.events) : accept(story.events, result);
};
