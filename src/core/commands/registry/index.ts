import type { Verbs } from '../verbs.ts';

export type RegistryCommand = never;

export const registryVerbs: Verbs<RegistryCommand> = {};
