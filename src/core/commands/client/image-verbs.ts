import type { Verbs } from '../verbs.ts';
import { type PullImage, pullImage } from './pull-image.ts';

/** Commands of a client that concern images. */
export type ImageCommand = PullImage;

export const imageVerbs: Verbs<ImageCommand> = { PullImage: pullImage };
