import type { Verbs } from '../verbs.ts';
import { type MoveRegistryTag, moveRegistryTag } from './move-registry-tag.ts';

/** What happens in a registry, out of the engine's sight. */
export type RegistryCommand = MoveRegistryTag;

export const registryVerbs: Verbs<RegistryCommand> = { MoveRegistryTag: moveRegistryTag };
