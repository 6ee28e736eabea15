import type { Verbs } from '../verbs.ts';

export type HostCommand = never;

export const hostVerbs: Verbs<HostCommand> = {};
