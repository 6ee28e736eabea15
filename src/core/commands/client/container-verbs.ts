import type { Verbs } from '../verbs.ts';

/** Commands of a client that concern containers. */
export type ContainerCommand = never;

export const containerVerbs: Verbs<ContainerCommand> = {};
