import type { Verbs } from '../verbs.ts';
import { type ArchiveCommand, archiveVerbs } from './archive/index.ts';
import { type ContainerCommand, containerVerbs } from './container-verbs.ts';
import { type ImageCommand, imageVerbs } from './image-verbs.ts';
import { type VolumeCommand, volumeVerbs } from './volume-verbs.ts';

/** What a client of the Engine API asks for. */
export type ClientCommand = ArchiveCommand | ContainerCommand | ImageCommand | VolumeCommand;

export const clientVerbs: Verbs<ClientCommand> = { ...archiveVerbs, ...containerVerbs, ...imageVerbs, ...volumeVerbs };
