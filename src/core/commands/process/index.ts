import type { Verbs } from '../verbs.ts';
import { type FileVerb, fileVerbs } from './files/index.ts';

/** What a process inside a container does. */
export type ProcessCommand = FileVerb;

export const processVerbs: Verbs<ProcessCommand> = { ...fileVerbs };
