import { commitLaws } from './commit.ts';
import { containerLaws } from './containers.ts';
import { dataRootLaws } from './data-root.ts';
import { imageLaws } from './images.ts';
import { indexLaws } from './indexes.ts';
import type { Law } from './law.ts';
import { layerLaws } from './layers.ts';
import { logLaws } from './log.ts';
import { processLaws } from './processes.ts';
import { writeLayerLaws } from './write-layers.ts';

export type { Engine, History, Law, Step } from './law.ts';

/** Every law, family by family, in the order of reading. */
export const families = {
  Layers: layerLaws,
  'Write layers': writeLayerLaws,
  Commit: commitLaws,
  Images: imageLaws,
  Containers: containerLaws,
  Processes: processLaws,
  'Data root': dataRootLaws,
  Log: logLaws,
  Machinery: indexLaws,
} as const satisfies Readonly<Record<string, readonly Law[]>>;

export const laws: readonly Law[] = Object.values(families).flat();
