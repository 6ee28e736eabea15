import type { Verbs } from '../verbs.ts';

/** Commands of a client that concern images. */
export type ImageCommand = never;

export const imageVerbs: Verbs<ImageCommand> = {};
