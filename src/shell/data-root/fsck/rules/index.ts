import type { Rule } from '../rule.ts';
import { containerRules } from './containers.ts';
import { imageRules, referenceRules } from './images.ts';
import { layerRules } from './layers.ts';
import { mountRules } from './mounts.ts';
import { overlayRules } from './overlay.ts';
import { storeRules } from './stores.ts';

/** Everything that is checked without reading the files of layers. */
export const rules: readonly Rule[] = [
  ...imageRules,
  ...referenceRules,
  ...layerRules,
  ...mountRules,
  ...overlayRules,
  ...containerRules,
  ...storeRules,
];
