import type { Verbs } from '../verbs.ts';

export type ProcessCommand = never;

export const processVerbs: Verbs<ProcessCommand> = {};
