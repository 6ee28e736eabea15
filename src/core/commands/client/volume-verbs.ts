import type { Verbs } from '../verbs.ts';

/** Commands of a client that concern volumes. */
export type VolumeCommand = never;

export const volumeVerbs: Verbs<VolumeCommand> = {};
