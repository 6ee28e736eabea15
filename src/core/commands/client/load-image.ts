import type { Event } from '../../event.ts';
import { readImageConfig } from '../../images/read-config.ts';
import { familiar, isFlaw, parseName, storedAs } from '../../images/reference.ts';
import type { ChainId, DiffId, ImageId, Reference } from '../../kernel/brand.ts';
import { accept, type Decision, type Rejection, reject } from '../../kernel/decision.ts';
import { chainIdsOf, imageIdOf, isDigest } from '../../kernel/digest.ts';
import type { Entropy } from '../../kernel/entropy.ts';
import type { LayerContent } from '../../layers/entry.ts';
import type { HistoryRow, ImageConfig } from '../../streams/image/image.ts';
import { deepest, registerStack } from '../../streams/layer/register-stack.ts';
import type { World } from '../../world.ts';
import type { Context } from '../context.ts';

/** Takes in images from an archive that was read, and whose digests were computed, on the way here. */
export type LoadImage = {
  readonly issuer: 'client';
  readonly type: 'LoadImage';
  readonly images: readonly ArchivedImage[];
  /** What the layers that were read hold; those whose chain is registered already need not be read. */
  readonly layers: readonly LayerContent[];
};

export type ArchivedImage = {
  /** The config's exact text. */
  readonly config: string;
  /** Diff ids as computed from the archive's layers, base first. */
  readonly layers: readonly DiffId[];
  readonly repoTags: readonly string[];
  /** Written by `docker save` when the parent is in the same archive. */
  readonly parent?: string;
};

/** What `docker load` prints. */
export type Loaded = { readonly lines: readonly string[]; readonly images: readonly ImageId[] };

/** Docker's checks in Docker's order, image after image; nothing is kept of an archive that fails one. */
export const loadImage = (world: World, command: LoadImage, { entropy }: Context): Decision<Event, Loaded> => {
  const contents = new Map(command.layers.map((layer) => [layer.diffId, layer]));
  const plan: Plan = {
    world,
    contents,
    entropy,
    events: [],
    lines: [],
    chains: new Set(),
    tags: new Map(),
    images: new Map(),
  };
  const order: { readonly id: ImageId; readonly parent?: string }[] = [];
  let tagged = 0;
  for (const archived of command.images) {
    const id = take(plan, archived);
    if (typeof id !== 'string') return reject(id);
    const refused = tag(plan, id, archived.repoTags);
    if (refused) return reject(refused);
    tagged = archived.repoTags.length;
    order.push({ id, ...(archived.parent !== undefined && { parent: archived.parent }) });
    plan.events.push({ stream: 'image', id, type: 'ImageAnnounced', at: entropy.now, action: 'load', name: id });
  }
  const refused = link(plan, order);
  if (refused) return reject(refused);
  // Measured: ids are printed when the last image of the archive has no name.
  const ids = tagged === 0 ? order.map(({ id }) => `Loaded image ID: ${id}`) : [];
  return accept(plan.events, { lines: [...plan.lines, ...ids], images: order.map(({ id }) => id) });
};

/** What this load has decided so far. */
type Plan = {
  readonly world: World;
  readonly contents: ReadonlyMap<DiffId, LayerContent>;
  readonly entropy: Entropy;
  readonly events: Event[];
  readonly lines: string[];
  readonly chains: Set<ChainId>;
  readonly tags: Map<Reference, ImageId>;
  readonly images: Map<ImageId, ImageConfig>;
};

/** The API answers 200 and tells the error in the stream (measured, docs/facts.md). */
const broken = (message: string): Rejection => ({ code: 'InvalidArchive', status: 200, message });

const take = (
  { world, contents, entropy, events, chains, images }: Plan,
  archived: ArchivedImage,
): ImageId | Rejection => {
  const config = readImageConfig(archived.config);
  if ('flaw' in config) return broken(config.flaw);
  const wrong = flawOf(config, archived.layers);
  if (wrong !== undefined) return broken(wrong);
  const ids = chainIdsOf(config.diffIds);
  const known = ids.filter((id) => world.layers.has(id)).length;
  const above = known === 0 ? undefined : world.layers.get(ids[known - 1] as ChainId);
  const stack: LayerContent[] = [];
  for (const diffId of config.diffIds.slice(known)) {
    const content = contents.get(diffId);
    if (!content) return broken(`the archive does not hold layer ${diffId}`);
    stack.push(content);
  }
  events.push(...registerStack(world.layers, stack, entropy, chains, above));
  const rows = config.history.filter((row) => !row.empty_layer).length;
  if (rows > config.diffIds.length) return broken('too many non-empty layers in History section');
  const id = imageIdOf(archived.config);
  if (!world.images.has(id) && !images.has(id)) {
    const { config: bytes } = archived;
    events.push({ stream: 'image', id, type: 'ImageStored', at: entropy.now, bytes, config, origin: 'load' });
  }
  images.set(id, config);
  return id;
};

const flawOf = ({ os, diffIds }: ImageConfig, layers: readonly DiffId[]): string | undefined => {
  if (os !== 'linux' && os !== '') return `cannot load ${os} image on linux`;
  if (layers.length !== diffIds.length) {
    return `invalid manifest, layers length mismatch: expected ${layers.length}, got ${diffIds.length}`;
  }
  const at = layers.findIndex((diffId, index) => diffId !== diffIds[index]);
  if (at >= 0) return `invalid diffID for layer ${at}: expected "${diffIds[at]}", got "${layers[at]}"`;
  return diffIds.length > deepest ? 'max depth exceeded' : undefined;
};

const tag = (
  { world, entropy, events, lines, tags }: Plan,
  image: ImageId,
  names: readonly string[],
): Rejection | undefined => {
  for (const name of names) {
    const named = parseName(name);
    if (isFlaw(named)) return broken(named.flaw);
    if (named.tag === undefined) return broken(`invalid tag "${name}"`);
    const id = storedAs({ domain: named.domain, path: named.path, tag: named.tag });
    const before = tags.get(id) ?? world.references.get(id)?.image;
    const shown = familiar({ domain: named.domain, path: named.path, tag: named.tag });
    if (before !== undefined && before !== image) {
      lines.push(`The image ${shown} already exists, renaming the old one with ID ${before} to empty string`);
    }
    tags.set(id, image);
    if (before !== image) events.push({ stream: 'reference', id, type: 'ReferenceSet', at: entropy.now, image });
    lines.push(`Loaded image: ${shown}`);
  }
  return undefined;
};

/** A parent counts only when it is in the same archive, and when the histories differ by exactly one row. */
const link = (
  { world, entropy, events, images }: Plan,
  order: readonly { readonly id: ImageId; readonly parent?: string }[],
): Rejection | undefined => {
  for (const { id, parent } of order) {
    if (parent === undefined || !isDigest(parent) || parent === id) continue;
    const below = images.get(parent as unknown as ImageId);
    if (!below) continue;
    if (!continues(images.get(id)?.history ?? [], below.history)) {
      return broken(`image ${parent} is not a valid parent for ${id}`);
    }
    if (world.images.get(id)?.parent === (parent as unknown as ImageId)) continue;
    events.push({ stream: 'image', id, type: 'ImageParentSet', at: entropy.now, parent: parent as unknown as ImageId });
  }
  return undefined;
};

const continues = (rows: readonly HistoryRow[], below: readonly HistoryRow[]): boolean => {
  if (rows.length === 0 && below.length === 0) return true;
  return rows.length === below.length + 1 && below.every((row, at) => sameRow(row, rows[at]));
};

const fields = ['created', 'created_by', 'author', 'comment', 'empty_layer'] as const;
const sameRow = (a: HistoryRow, b: HistoryRow | undefined): boolean => fields.every((field) => a[field] === b?.[field]);
