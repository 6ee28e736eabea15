import type { Instant } from '../core/kernel/brand.ts';
import { rfc3339Nano } from '../core/kernel/instant.ts';
import type { BuiltLayer, Step } from './build-image.ts';

/** A step that made a layer. */
export const made = (at: Instant, createdBy: string, layer: BuiltLayer): Step => ({
  row: { created: rfc3339Nano(at), created_by: createdBy },
  layer,
});

/** A step that only changed the config: a row without a layer. */
export const set = (at: Instant, instruction: string): Step => ({
  row: { created: rfc3339Nano(at), created_by: `/bin/sh -c #(nop)  ${instruction}`, empty_layer: true },
});
