import fc from 'fast-check';
import { beginning } from '../../specs/properties/beginning.ts';
import { type Beginning, drawn, liveAndCheck } from '../../specs/properties/check-history.ts';
import { picks } from '../../specs/properties/histories.ts';
import { model } from '../../specs/properties/live.ts';
import { writeLayerTar } from '../../src/core/layers/layer-tar.ts';
import { digestOf, type World } from '../../src/index.ts';
import type { Bytes } from '../../src/shell/data-root/write/content.ts';

export type Drawn = { readonly world: World; readonly bytes: Bytes; readonly commands: number };

let start: Beginning | undefined;

/** Where random histories of the model lead to, with the bytes that are in it. */
export const drawnWorlds = (seed: number, count: number, length = 300): readonly Drawn[] => {
  start ??= beginning();
  const { contents } = start;
  return fc.sample(picks(length), { seed, numRuns: count }).map((chance, at) => {
    const { history } = liveAndCheck(model, [], start ?? beginning(), `${seed}/${at}`, drawn(chance));
    const bytes = history.steps.at(-1)?.context.contents ?? contents;
    return { world: history.end, bytes: withMadeUp(history.end, bytes), commands: history.steps.length };
  });
};

/** One move imports a layer under a digest that no tar has. */
const madeUp = digestOf('a tar with one directory');

/** Every layer is named by its tar's digest. */
export const isTrue = ({ world }: Drawn): boolean =>
  [...world.layers.values()].every(({ diffId }) => diffId !== madeUp);

/** Any tar of the tree will do for what is written. */
const withMadeUp = (world: World, bytes: Bytes): Bytes => {
  const layer = [...world.layers.values()].find(({ diffId }) => diffId === madeUp);
  return (digest) => bytes(digest) ?? (layer && digest === madeUp ? writeLayerTar(layer.tree, bytes).bytes : undefined);
};
