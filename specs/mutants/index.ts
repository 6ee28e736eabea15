import { containerMutants, processMutants, writeLayerMutants } from './containers-and-processes.ts';
import { dataRootMutants } from './data-root.ts';
import { commitMutants, imageMutants, layerMutants } from './layers-and-images.ts';
import { logMutants } from './log.ts';
import { machineryMutants } from './machinery.ts';
import type { Mutant } from './mutant.ts';

export type { Mutant } from './mutant.ts';

/** A broken engine for every law. */
export const mutants: readonly Mutant[] = [
  ...layerMutants,
  ...writeLayerMutants,
  ...commitMutants,
  ...imageMutants,
  ...containerMutants,
  ...processMutants,
  ...dataRootMutants,
  ...logMutants,
  ...machineryMutants,
];
