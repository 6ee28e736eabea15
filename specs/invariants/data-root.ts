import type { Law } from './law.ts';

export const dataRootLaws: readonly Law[] = [];
