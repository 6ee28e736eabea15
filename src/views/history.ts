import { isDigestReference } from '../core/images/reference.ts';
import { referencesOf } from '../core/images/remove/remove-image.ts';
import type { Image } from '../core/streams/image/image.ts';
import type { World } from '../core/world.ts';
import { unixOf } from './created.ts';
import { layersOf } from './layer-stack.ts';

/** One row of `GET /images/x/history`, newest first. */
export type HistoryItem = {
  readonly Comment: string;
  readonly Created: number;
  readonly CreatedBy: string;
  readonly Id: string;
  readonly Size: number;
  readonly Tags: readonly string[] | null;
};

/** Rows have ids as far as parent links lead; a pulled or loaded image has only its own (measured, docs/facts.md). */
export const history = (world: World, image: Image): readonly HistoryItem[] => {
  const layers = layersOf(world, image);
  let next = 0;
  const rows = image.config.history.map(
    (row): HistoryItem => ({
      Comment: row.comment ?? '',
      Created: unixOf(row.created),
      CreatedBy: row.created_by ?? '',
      Id: '<missing>',
      Size: row.empty_layer ? 0 : (layers[next++]?.size ?? 0),
      Tags: null,
    }),
  );
  return withIds(world, image, rows.reverse());
};

const withIds = (world: World, image: Image, rows: readonly HistoryItem[]): readonly HistoryItem[] => {
  let at: Image | undefined = image;
  return rows.map((row) => {
    if (!at) return row;
    const { id, parent } = at;
    at = parent === undefined ? undefined : world.images.get(parent);
    const tags = referencesOf(world, id).filter((reference) => !isDigestReference(reference));
    return { ...row, Id: id, Tags: tags.length > 0 ? tags : null };
  });
};
